import { describe, expect, test } from "vitest";
import { acted, type Case, fold, openCase } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { climb } from "../../../test/support/rollout.ts";
import { heardBy, type Telling, told } from "../../../test/support/told.ts";
import { describe as inWords } from "../release/describe.ts";
import type { ReleaseEvent } from "../release/events.ts";
import { type Instant, instant, millis, plus } from "../units.ts";
import { quietAudiences } from "./quiet.ts";

const [board, support] = ["board@example.org", "support@example.org"];
/** A Tuesday; the three working days before it begin on the Thursday. */
const date = instant(Date.UTC(2026, 10, 24, 8));
const day = 86_400_000;
const at = (when: Instant, now: Case): Case => ({ ...now, at: when });
const daysBefore = (n: number): Instant => instant(date - n * day);

const heard = (now: Case, when: Instant, to = board): Case => {
  const event: ReleaseEvent = { type: "MessageDelivered", at: when, requirement: "scheduled", to, detail: "250 OK" };
  return at(when, fold(now, [event]));
};
const opened = openCase(defaultProcess, { at: daysBefore(20) });
const announced = heard(heard(opened, daysBefore(14)), daysBefore(14), support);
const quiet = (now: Case, when: Instant) => quietAudiences(now.process, now.release, when);
/** Who hears what of the silence at that moment. */
const heardAt = (now: Case, when: Instant): Telling => told({ now: at(when, now), sent: [] });

const heardNow = (now: Case): Telling => told({ now, sent: [] });

describe("R193: an audience that was told of the plan", () => {
  test("and hears nothing for five days is quiet, to the millisecond", () => {
    expect(quiet(announced, instant(daysBefore(9) - 1))).toEqual([]);
    expect(quiet(announced, daysBefore(9))).toEqual([
      { audience: "stakeholders", since: daysBefore(14), at: daysBefore(9), isLate: false },
    ]);
  });
  test("is not while somebody in it heard something since", () => {
    expect(quiet(heard(announced, daysBefore(10), support), daysBefore(9))).toEqual([]);
  });
  test("in the last three working days before the date it is after three days already", () => {
    // Monday, Friday and Thursday come before the Tuesday: five days.
    const early = heard(announced, daysBefore(9));
    expect(quiet(early, instant(daysBefore(5) - 1))).toEqual([]);
    expect(quiet(early, daysBefore(5))).toMatchObject([{ at: daysBefore(5) }]);
    const late = heard(announced, daysBefore(7));
    expect(quiet(late, instant(daysBefore(4) - 1))).toEqual([]);
    expect(quiet(late, daysBefore(4))).toMatchObject([{ at: daysBefore(4) }]);
  });
  test("hears of a delay: the date has passed for an hour, and nobody has said so", () => {
    const told = heard(announced, daysBefore(1));
    expect(quiet(told, plus(date, millis(3_599_999)))).toEqual([]);
    expect(quiet(told, plus(date, millis(3_600_000)))).toMatchObject([{ isLate: true }]);
    const later = acted(at(plus(date, millis(3_600_000)), told), "ada", {
      type: "Reschedule",
      productionAt: plus(date, millis(day)),
      reason: "the fair",
    });
    const { sent } = heardNow(later);
    expect(sent.map(({ to, notice }) => [to, notice])).toEqual([
      [board, "moved"],
      [support, "moved"],
    ]);
  });
});

describe("R193: the owner is warned, and no audience is written to by itself", () => {
  const silent = heardAt(announced, daysBefore(9));
  test("once for each silence, with what can be said", () => {
    expect(silent.sent.map(({ to, notice }) => [to, notice])).toEqual([["ada", "quiet"]]);
    expect(silent.sent[0]?.body).toContain(
      "stakeholders were told of 2026-11-24 08:00 UTC, and have heard nothing since",
    );
    expect(silent.sent[0]?.body).toContain("headgate reschedule shop-1.1.0 --stands");
    expect(heardAt(silent.now, daysBefore(8)).sent).toEqual([]);
  });
  test("again when the date has passed", () => {
    expect(heardAt(silent.now, plus(date, millis(day))).sent.map(({ notice }) => notice)).toEqual(["quiet"]);
  });
  test("says that the date stands, to everybody who was told, and the silence is over", () => {
    const stands = { type: "Reschedule", productionAt: date, reason: "Nothing has changed." } as const;
    const said = heardAt(acted(silent.now, "ada", stands), daysBefore(9));
    expect(said.sent.map(({ to, notice }) => [to, notice])).toEqual([
      [board, "stands"],
      [support, "stands"],
      ["ada", "stands"],
    ]);
    expect(said.sent[0]).toMatchObject({
      subject: "shop 1.1.0: 2026-11-24 08:00 UTC stands",
      body: expect.stringContaining("as before. Nothing has changed."),
    });
    expect(quiet(said.now, daysBefore(8))).toEqual([]);
    // No move is told, and no signature under the schedule falls.
    expect(heardBy(said, board)).not.toContain("moved");
    expect(said.now.release.plan.productionAt).toBe(date);
  });
  test("a date that stands unsays no move that nobody could be told of yet", () => {
    const moved = acted(announced, "ada", {
      type: "Reschedule",
      productionAt: plus(date, millis(day)),
      reason: "the fair",
    });
    const both = acted(moved, "ada", { type: "Reschedule", productionAt: plus(date, millis(day)), reason: "sure" });
    expect(heardBy(heardNow({ ...both, at: plus(both.at, millis(60_000)) }), board).toSorted()).toEqual([
      "moved",
      "stands",
    ]);
  });
});

test("R193: nobody is quiet who was told nothing, of a release without a date, one that has ended, or one in production", () => {
  expect(quiet(opened, date)).toEqual([]);
  const undated = openCase(defaultProcess, { at: daysBefore(20), plan: { productionAt: null } });
  expect(quiet(heard(undated, daysBefore(14)), daysBefore(2))).toEqual([]);
  const cancelled = acted(announced, "ada", { type: "Cancel", reason: "not this year" });
  expect(quiet(cancelled, daysBefore(2))).toEqual([]);
  const there = fold(announced, climb({ at: daysBefore(3) }));
  expect(quiet(there, plus(date, millis(day)))).toEqual([]);
  const noRules = {
    ...announced,
    process: { ...defaultProcess, quiet: undefined } as unknown as typeof defaultProcess,
  };
  expect(quiet(noRules, daysBefore(2))).toEqual([]);
});

test("the history says that a date stands, and not that it was moved", () => {
  const event = {
    type: "ReleaseRescheduled",
    at: date,
    productionAt: date,
    by: "ada",
    reason: "sure",
    stands: true,
  } as const;
  expect(inWords(event)).toBe("2026-11-24 08:00:00 UTC stands for production, says ada: sure");
});
