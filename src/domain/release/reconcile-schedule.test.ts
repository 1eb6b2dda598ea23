import { describe, expect, test } from "vitest";
import { acted, later, openCase } from "../../../test/support/case.ts";
import { approval, check, tinyProcess } from "../../../test/support/tiny-process.ts";
import { evidenceOf } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { millis } from "../units.ts";
import { reconcile } from "./reconcile.ts";

const hourly = check({ id: "smoke", reports: [], probe: "smoke", every: millis(3_600_000) });
// The approval keeps the release open.
const opened = openCase(tinyProcess([hourly, approval({ id: "A" })]));
const asked = acted(opened, "headgate", evidenceOf(opened, "smoke"));

const due = (at: typeof asked) =>
  reconcile(at.process, at.release, at.at, openCalendar).filter(
    (effect) => effect.of === "release" && effect.kind === "ask",
  );

describe("T39: what falls due again and again", () => {
  test("is asked once when its time has come", () => {
    expect(due(later(asked, 0.5))).toEqual([]);
    expect(due(later(asked, 1))).toHaveLength(1);
  });
  test("is asked once after days without a conductor too: what was missed is skipped, never caught up in a burst", () => {
    const back = later(asked, 24 * 5);
    expect(due(back)).toHaveLength(1);
    const answered = acted(back, "headgate", evidenceOf(back, "smoke"));
    expect(due(answered)).toEqual([]);
    expect(due(later(answered, 0.5))).toEqual([]);
  });
});
