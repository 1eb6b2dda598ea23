import { expect, test } from "vitest";
import { openCase } from "../../../test/support/case.ts";
import { check, tinyProcess } from "../../../test/support/tiny-process.ts";
import { answered, stateOf } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { instant } from "../units.ts";
import { reconcile } from "./reconcile.ts";

const hour = 3_600_000;
const process = tinyProcess([
  check({
    id: "backups",
    probe: "backups",
    rules: [{ kind: "figure", figure: "age", max: 90, breaks: "stale", otherwise: "{value} days old" }],
  }),
]);
const asksAt = (at: ReturnType<typeof openCase>, later: number): boolean =>
  reconcile(process, at.release, instant(at.at + later), openCalendar).some(({ kind }) => kind === "ask");

test("R43: a report that says that something was done too long ago is stale, and is not asked for in a tight loop", () => {
  const old = answered(openCase(process), "backups", { figures: { age: 100 } });
  expect(stateOf(old, "backups")).toBe("stale");
  expect(asksAt(old, 2_000)).toBe(false);
  expect(asksAt(old, hour)).toBe(true);
});

test("somebody who asks is answered at once", () => {
  const old = answered(openCase(process), "backups", { figures: { age: 100 } });
  const asked = { ...old, release: { ...old.release, asked: { backups: instant(old.at + 1) } } };
  expect(asksAt(asked, 2_000)).toBe(true);
});
