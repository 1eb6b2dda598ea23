import { expect, test } from "vitest";
import { acted, type Case, openCase } from "../../../test/support/case.ts";
import { minutes } from "../../../test/support/release.ts";
import { check, tinyProcess } from "../../../test/support/tiny-process.ts";
import { answered, evidenceOf, stateOf } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { shownFor } from "../process/shown.ts";
import { instant, millis, plus } from "../units.ts";
import { reconcile } from "./reconcile.ts";

const hour = 3_600_000;
const process = tinyProcess([
  check({
    id: "backups",
    probe: "backups",
    rules: [{ kind: "figure", figure: "age", max: 90, breach: "stale", otherwise: "{value} days old" }],
  }),
]);
const asksAt = (at: Case, later: number): boolean =>
  reconcile(at.process, at.release, instant(at.at + later), openCalendar).some(({ kind }) => kind === "ask");

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

const papers = tinyProcess([
  check({ id: "issues" }),
  check({ id: "complete", probe: "documents", reports: [], looksAt: ["issues"] }),
]);

/** `complete` answers `now`, having looked at what stood there `then`. */
const looked = (now: Case, then: Case): Case => {
  const said = evidenceOf(now, "complete");
  const madeFrom = shownFor(papers, then.release, ["issues"]);
  return acted(now, "headgate", { ...said, evidence: { ...said.evidence, madeFrom } });
};

test("R47: what changed while a check looked at it is looked at again at once; what stands as it did is not", () => {
  const then = answered(openCase(papers), "issues", { figures: { open: 2 } });
  const changed = answered(then, "issues", { figures: { open: 1 } });
  const overtaken = looked(changed, then);
  expect(stateOf(overtaken, "complete")).toBe("stale");
  expect(asksAt(overtaken, 1)).toBe(true);
  expect(asksAt(looked(changed, changed), 1)).toBe(false);
});

test("R71: a file that says it is too old is read again each hour, for reading makes it no younger", () => {
  const scanned = tinyProcess([check({ id: "scan", freshness: { within: millis(24 * hour) } })]);
  const opened = { ...openCase(scanned, { plan: { bound: ["scan"] } }), at: plus(minutes(0), millis(100 * hour)) };
  const read = answered(opened, "scan", { madeAt: minutes(0) });
  const asks = (later: number): boolean =>
    reconcile(scanned, read.release, instant(read.at + later), openCalendar).some(({ kind }) => kind === "ask");
  expect(stateOf(read, "scan")).toBe("stale");
  expect([asks(2_000), asks(hour)]).toEqual([false, true]);
});
