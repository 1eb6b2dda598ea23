import { describe, expect, test } from "vitest";
import {
  doing,
  evidence,
  interval,
  intervalText,
  knownOf,
  roomRollout,
  signals,
  type Watched,
  withNewer,
} from "./view.ts";

const rollout = (more: object) =>
  ({
    ...{ environment: "production", purpose: "deploy", phase: "progressing", candidate: "1.1.0", baseline: "1.0.0" },
    ...{ step: 2, steps: 4, paused: null, frozen: null, closed: [], rollback: null, failure: null },
    ...more,
  }) as never;

describe("what a rollout does now", () => {
  test.each([
    [
      rollout({ closed: ["bake: 20 s left", "analysis: not yet."] }),
      "Step 2 of 4 waits: bake: 20 s left; analysis: not yet.",
    ],
    [rollout({ closed: [] }), "Step 2 of 4 is about to be left."],
    [rollout({ paused: { by: "ada", reason: "lunch" } }), "Step 2 of 4, paused by ada: lunch"],
    [
      rollout({ frozen: "year end", paused: { by: "ada", reason: "lunch" } }),
      "Step 2 of 4. Nothing advances: year end",
    ],
    [rollout({ waits: [{ wait: "go", role: "product-owner" }] }), "Step 2 of 4 waits for the go of product-owner."],
    [
      rollout({ waits: [{ wait: "runbook", role: "sre", step: 3, title: "Call the bank" }] }),
      "Step 2 of 4 waits for step 3 of the runbook: Call the bank (sre).",
    ],
    [
      rollout({ phase: "rolling-back", rollback: { reason: "harm", severity: "critical" } }),
      "All traffic goes back to 1.0.0: harm",
    ],
    [
      rollout({ phase: "rolled-back", rollback: { reason: "harm", severity: "critical" } }),
      "production is back on 1.0.0: harm",
    ],
    [
      rollout({ phase: "rolled-back", rollback: { reason: "", severity: "drill" } }),
      "The drill is over: production runs 1.0.0 again.",
    ],
    [rollout({ phase: "promoted" }), "1.1.0 serves all of production; the way back is kept."],
    [rollout({ phase: "closed" }), "1.1.0 serves all of production; the rollback window is over."],
    [rollout({ phase: "waiting", failure: "held by shop-1.0.9" }), "It waits for production: held by shop-1.0.9."],
    [undefined, "Nothing of this release has been rolled out yet."],
  ])("T58: is said in one sentence", (given, says) => expect(doing(given)).toBe(says));
});

test("the room is about what is under way, else about production, else about the last one", () => {
  const of = (...rollouts: readonly object[]) => roomRollout({ rollouts } as never);
  const [staged, live, climbing] = [
    { environment: "staging", phase: "closed" },
    { environment: "production", phase: "promoted" },
    { environment: "staging", phase: "progressing" },
  ];
  expect(of(staged, live, climbing)).toBe(climbing);
  expect(of(live, staged)).toBe(live);
  expect(of(staged)).toBe(staged);
  expect(of()).toBeUndefined();
});

const side = (errorRate: number | null) => ({ requests: 100, errors: 1, rps: 5, errorRate, p50: 10, p95: 30.4 });
const watch = {
  ...{ candidate: "1.1.0", baseline: "1.0.0" },
  windows: [
    { from: "2026-11-29T10:00:00.000Z", to: "2026-11-29T10:00:20.000Z", candidate: side(0.0123), baseline: side(0) },
    { from: "2026-11-29T10:00:20.000Z", to: "2026-11-29T10:00:40.000Z", candidate: null, baseline: side(0) },
  ],
  verdicts: [
    {
      figures: {
        harm: -0.4,
        harmNeeded: Math.log(100),
        errorsGood: Math.log(7),
        slowGood: Math.log(30),
        goodNeeded: Math.log(20),
        oddsLow: 0.5,
        oddsHigh: 3.21,
      },
    },
  ],
} as never;

describe("what is drawn", () => {
  test("says unit and window, and what was not measured is a gap and no nought", () => {
    const [errors] = signals(watch);
    expect(errors?.title).toBe("Errors, share of requests, per 20 s");
    expect(errors?.series.map(({ values }) => values)).toEqual([
      [0.0123, null],
      [0, 0],
    ]);
  });
  test("shows the evidence with the line at which it decides, and cuts off what says nothing", () => {
    const [harm, good] = evidence(watch);
    expect(harm?.says).toBe("It goes back at 100 to 1; now 1 to 1.");
    expect(harm?.series[0]?.values).toEqual([0]);
    expect(harm?.series[1]).toMatchObject({ isLimit: true });
    expect(good?.says).toBe("It may go on at 20 to 1 for each; the weaker is at 7 to 1.");
  });
  test("draws the interval around what is the same, and nothing where nothing was compared", () => {
    expect(interval(watch)).toMatchObject({
      says: "Between 0.5 and 3.2 times, with 95 % confidence at any time.",
      series: [{ values: [3.21] }, { values: [0.5] }, { values: [1], isLimit: true }],
    });
    expect(interval({ verdicts: [{ figures: {} }] } as never)).toBeNull();
    expect(interval({ verdicts: [{ figures: { oddsLow: 2, oddsHigh: 400 } }] } as never)?.says).toContain(
      "more than 20",
    );
  });
  test("says the interval as words that can be read out", () => {
    expect(intervalText(watch)).toContain("an error is 0.5 to 3.2 times as likely");
    expect(intervalText({ verdicts: [] } as never)).toBe("");
  });
});

describe("windows that came since", () => {
  const told = (from: number, count: number, left: number, rollout = "r"): Watched => ({
    ...{ release: "shop-1.1.0", environment: "production", rollout, candidate: "1.1.0", baseline: "1.0.0", left },
    windows: Array.from({ length: count }, (_, i) => ({ step: from + i }) as never),
    verdicts: Array.from({ length: count }, (_, i) => ({ step: from + i }) as never),
  });
  const steps = (watch: Watched | null) => watch?.windows.map(({ step }) => step);
  test("are added to those that were told, of which none is asked for again", () => {
    const before = told(1, 3, 0);
    expect([knownOf(undefined), knownOf(before)]).toEqual([0, 3]);
    expect(withNewer(undefined, before)).toBe(before);
    expect(steps(withNewer(before, told(4, 2, 3)))).toEqual([1, 2, 3, 4, 5]);
    expect(withNewer(before, told(4, 0, 3))).toEqual(before);
  });
  test("push out the oldest when a chart is full", () => {
    const after = withNewer(told(1, 719, 10), told(720, 3, 729));
    expect(after).toMatchObject({ left: 12 });
    expect(after?.windows).toHaveLength(720);
    expect(after?.verdicts.at(-1)?.step).toBe(722);
    expect(knownOf(after ?? undefined)).toBe(732);
  });
  test("of another rollout, or after a gap, go on nowhere", () => {
    expect(withNewer(told(1, 3, 0), told(1, 0, 0, "other"))).toBeNull();
    expect(withNewer(told(1, 3, 0), told(1, 0, 2))).toBeNull();
    expect(withNewer(told(1, 3, 0), told(9, 2, 8))).toBeNull();
  });
});
