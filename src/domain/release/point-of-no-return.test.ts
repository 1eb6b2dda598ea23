import { describe, expect, test } from "vitest";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { given, minutes, openRelease } from "../../../test/support/release.ts";
import { climb, drilled, wayBack } from "../../../test/support/rollout.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { millis } from "../units.ts";
import type { ReleaseEvent } from "./events.ts";
import { pointOfNoReturn } from "./point-of-no-return.ts";
import { reconcileRollouts } from "./reconcile.ts";
import type { Release } from "./release.ts";

const hour = 3_600_000;
const begins = minutes(3 * 1_440);
const opened = openRelease({ plan: { productionAt: begins, window: millis(2 * hour) } });
/** The drill has taken an hour for the way back. */
const rehearsed: readonly ReleaseEvent[] = [opened, ...drilled({ at: minutes(60) }, 3_600)];
const production = { at: begins };
const begun = climb(production).slice(0, 3);
const back = (after: number) => wayBack(production, minutes(3 * 1_440 + after)).slice(0, 1);

const pointOf = (release: Release) => pointOfNoReturn(release, release.rollouts.at(-1)!);
const escalated = (release: Release, at = minutes(3 * 1_440 + 62)) =>
  reconcileRollouts(defaultProcess, release, at, openCalendar).some(
    (one) => one.kind === "report" && one.report.type === "EscalateRollback",
  );

describe("R31: the point of no return", () => {
  test("window 2 h, restore 60 min: at T+60", () => {
    expect(pointOf(given(...rehearsed, ...begun))).toBe(minutes(3 * 1_440 + 60));
  });

  test("is unknown before a drill, without a window, and in the drill itself", () => {
    expect(pointOf(given(opened, ...begun))).toBeNull();
    expect(pointOf(given(openRelease(), ...drilled({ at: minutes(60) }, 3_600), ...begun))).toBeNull();
    expect(pointOf(given(...rehearsed))).toBeNull();
  });

  test("a rollout that fails at T+61 is escalated at once, one that fails at T+59 is not", () => {
    expect(escalated(given(...rehearsed, ...begun, ...back(61)))).toBe(true);
    expect(escalated(given(...rehearsed, ...begun, ...back(60)))).toBe(false);
    expect(escalated(given(...rehearsed, ...begun, ...back(59)))).toBe(false);
  });

  test("is escalated once", () => {
    const told = { type: "RollbackEscalated", reason: "late", at: minutes(3 * 1_440 + 61) } as const;
    const events = [...begun, ...back(61), { ...told, rollout: "shop-1.1.0/production-deploy-1" }];
    expect(escalated(given(...rehearsed, ...events))).toBe(false);
  });
});
