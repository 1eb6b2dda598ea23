import { describe, expect, test } from "vitest";
import { acted, ask, type Case, fold } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { climbing, clocksOf, kept, live, opened, raise } from "../../../test/support/incident.ts";
import { wayBack } from "../../../test/support/rollout.ts";
import { heardBy, told } from "../../../test/support/told.ts";
import { requirementOf } from "../../../test/support/walk.ts";
import { restoreTimes } from "../metrics/restore-times.ts";
import type { ReleaseEvent } from "../release/events.ts";
import { instant, millis, plus } from "../units.ts";
import { utc } from "../utc.ts";
import { restorations } from "./restored.ts";

const quarter = 15 * 60_000;
const msOn = (before: Case, n: number): Case => ({ ...before, at: plus(before.at, millis(n)) });
const keep = { type: "KeepTriggers" } as const;
const triggerOf = ({ release }: Case) => release.triggers.at(-1);
const restored = ({ process, release }: Case) => restorations(process, release)[0];

/** What the way back brings about, from the decision on; healthy again after so many ms. */
const goneBack = (before: Case, healthyAfter: number, until = 7): Case => {
  const story = wayBack({}, before.at, { healthyAfter: healthyAfter / 1_000 }).slice(1, until);
  return { ...fold(before, story), at: story.at(-1)?.at ?? before.at };
};

describe.each([
  ["while it climbs", climbing],
  ["after its promotion", live],
])("R121: the service has to be restored within 15 minutes of a critical trigger, raised %s", (_, from) => {
  const back = acted(from(), "cy", raise("critical"));

  test("counted to the millisecond, and everybody has to know once", () => {
    expect(clocksOf(msOn(back, quarter - 1))).toEqual([]);
    const late = msOn(back, quarter);
    expect(clocksOf(late)).toEqual(["KeepTriggers"]);
    expect(ask(late, "headgate", keep)).toMatchObject({
      events: [
        {
          type: "TriggerNotRestored",
          trigger: "trigger-1",
          reason: "the service is not restored after 15 minutes: the cart loses items",
        },
        { type: "RollbackEscalated" },
      ],
    });
    const known = kept(late);
    expect(triggerOf(known)).toMatchObject({ notRestoredAt: late.at });
    expect(clocksOf(msOn(known, 86_400_000))).toEqual([]);
  });

  test("the old build healthy with all traffic by its smoke tests stops the clock, at that moment", () => {
    const well = goneBack(back, quarter - 1, 4);
    expect(restored(well)).toMatchObject({ tookMs: quarter - 1, isLate: false });
    expect(clocksOf(msOn(well, 86_400_000))).toEqual([]);
    // All of the traffic alone restores nothing that anybody has seen.
    const returned = goneBack(back, quarter - 1, 3);
    expect(restored(returned)).toMatchObject({ tookMs: null });
    expect(clocksOf({ ...returned, at: plus(back.at, millis(quarter)) })).toEqual(["KeepTriggers"]);
  });

  test("what is restored too late is told so, with how long it took", () => {
    const late = kept(msOn(back, quarter));
    const well = fold(late, wayBack({}, back.at, { healthyAfter: 1_200 }).slice(1));
    expect(restored(well)).toMatchObject({ tookMs: 1_200_000, isLate: true });
    const metrics = restoreTimes([well], { from: instant(0), to: plus(well.at, millis(1)) });
    expect(metrics).toEqual({ count: 1, p50: 1_200_000, max: 1_200_000, late: 1, open: 0 });
  });

  test("status says by when, then that it was not, then how long it took", () => {
    const by = utc(instant(back.at + quarter));
    expect(requirementOf(back, "trigger-1")).toMatchObject({
      reason: `critical; rolling back; to be restored by ${by}`,
      due: back.at + quarter,
    });
    expect(requirementOf(kept(msOn(back, quarter)), "trigger-1").reason).toContain(`NOT RESTORED by ${by}`);
    const settled = fold(goneBack(back, 65_000), [settledEvent(back)]);
    expect(requirementOf(settled, "trigger-1").reason).toBe("critical, rolled back; restored after 1 min 5 s");
  });

  test("a way back that ends without the old build seen healthy has restored nothing", () => {
    const events = wayBack({}, back.at).slice(1);
    const failed = events.map(
      (one): ReleaseEvent =>
        one.type === "SmokePassed"
          ? { type: "SmokeFailed", rollout: one.rollout, at: one.at, target: "router", problems: ["the cart: 500"] }
          : one,
    );
    const ended = fold(back, [...failed, settledEvent(back)]);
    expect(triggerOf(ended)).toMatchObject({ settled: { how: "rolled back" } });
    const late = { ...ended, at: plus(back.at, millis(quarter)) };
    expect(clocksOf(late)).toEqual(["KeepTriggers"]);
    expect(triggerOf(kept(late))).toMatchObject({ notRestoredAt: late.at });
  });
});

const settledEvent = ({ at }: Case): ReleaseEvent => ({
  type: "TriggerSettled",
  at,
  trigger: "trigger-1",
  how: "rolled back",
  reason: "it was rolled back",
  by: "headgate",
});

describe("R121: where nothing can go back any more", () => {
  const raised = kept(acted(opened(), "cy", raise("critical")));

  test("the clock runs all the same, until somebody settles it", () => {
    expect(clocksOf(msOn(raised, quarter - 1))).toEqual([]);
    const late = kept(msOn(raised, quarter));
    expect(triggerOf(late)).toMatchObject({ notRestoredAt: late.at, settled: null });
    const settle = { type: "SettleTrigger", trigger: "trigger-1", how: "cleared", reason: "1.0.0 is back" } as const;
    expect(restored(acted(msOn(raised, 60_000), "ada", settle))).toMatchObject({ tookMs: 60_000, isLate: false });
  });

  test("everybody is paged by a notice of its own", () => {
    const late = told({ now: kept(msOn(raised, quarter)), sent: [] });
    for (const { id } of raised.release.plan.people.filter(({ kind }) => kind === "human"))
      expect(heardBy(late, id)).toContain("not-restored");
  });
});

test("R121: a way back that hangs wakes everybody once, whichever of the two clocks is first", () => {
  const back = acted(live(), "cy", raise("critical"));
  const rollout = back.release.rollouts.at(-1)?.id ?? "";
  const escalate = { type: "Report", rollout, report: { type: "EscalateRollback" } } as const;
  const late = msOn(back, quarter);
  const orders = [kept(late), kept(msOn(acted(late, "headgate", escalate), 200))];
  for (const now of orders) {
    expect(triggerOf(now)?.notRestoredAt).not.toBeNull();
    const heard = heardBy(told({ now, sent: [] }), "hal");
    expect(heard.filter((one) => one === "rollback-stuck" || one === "not-restored")).toEqual(["rollback-stuck"]);
  }
});

test("R121: the limit is data of the process, and a severity without one has none", () => {
  const severities = defaultProcess.severities.map((one) =>
    one.id === "critical" ? { ...one, restoreWithin: millis(5_000) } : one,
  );
  const quick = { ...live(), process: { ...defaultProcess, severities } };
  const back = acted(quick, "cy", raise("critical"));
  expect([clocksOf(msOn(back, 4_999)), clocksOf(msOn(back, 5_000))]).toEqual([[], ["KeepTriggers"]]);

  const high = acted(live(), "cy", raise("high"));
  expect(restorations(high.process, high.release)).toEqual([]);
});
