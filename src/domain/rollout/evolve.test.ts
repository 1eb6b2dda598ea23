import { describe, expect, test } from "vitest";
import { step } from "../../../test/support/release.ts";
import { climb, promoted, rolloutId, watchedFor } from "../../../test/support/rollout.ts";
import { type Instant, millis, plus } from "../units.ts";
import type { RolloutEvent } from "./events.ts";
import { evolveRollout } from "./evolve.ts";
import type { Rollout } from "./rollout.ts";

const fold = (events: readonly RolloutEvent[]): Rollout => {
  const folded = events.reduce<Rollout | undefined>(evolveRollout, undefined);
  if (folded === undefined) throw new Error("no events");
  return folded;
};

const unmeasured = (from: Instant, count: number, rollout: string): readonly RolloutEvent[] =>
  Array.from({ length: count }, (_, i) => {
    const [begin, at] = [plus(from, millis(1_000 * i)), plus(from, millis(1_000 * (i + 1)))];
    const window = { from: begin, to: at, candidate: null, baseline: null };
    const verdict = { outcome: "error", reason: "not measured", figures: {} } as const;
    return { type: "VerdictRecorded", rollout, at, step: 0, window, verdict, candidateReady: 1 };
  });

test("a resumed rollout says so with its windows: what paused it is not held against it again", () => {
  const events = climb();
  const soFar = events.slice(0, events.findIndex(({ type }) => type === "WeightConfirmed") + 1);
  const last = soFar.at(-1);
  if (last === undefined) throw new Error("no weight was confirmed");
  const missing = unmeasured(last.at, 6, last.rollout);
  const paused = {
    type: "RolloutPaused",
    rollout: last.rollout,
    at: plus(last.at, millis(6_000)),
    by: "headgate",
    reason: "not measured",
  } as const;
  expect(fold([...soFar, ...missing, paused]).windows).toHaveLength(6);
  const resumed = {
    type: "RolloutResumed",
    rollout: last.rollout,
    at: plus(last.at, millis(9_000)),
    by: "ada",
  } as const;
  const later = unmeasured(resumed.at, 1, last.rollout);
  const { windows, ...rollout } = fold([...soFar, ...missing, paused, resumed, ...later]);
  expect(rollout).toMatchObject({ paused: null, resumes: 1 });
  expect(windows.map(({ resumes }) => resumes)).toEqual([0, 0, 0, 0, 0, 0, 1]);
});

describe("when the candidate was last given instances that had no traffic before", () => {
  const bake = millis(60_000);
  // Two instances, two still, four.
  const steps = [step(5, 2, { bake }), step(25, 2, { bake }), step(100, 4, { bake })];
  const events = climb({ steps });
  const until = (type: RolloutEvent["type"], nth: number): readonly RolloutEvent[] => {
    const at = events.map((event, i) => (event.type === type ? i : -1)).filter((i) => i >= 0)[nth]!;
    return events.slice(0, at + 1);
  };
  const confirmed = (nth: number) => fold(until("WeightConfirmed", nth));

  test("it is the first weight, and a weight with more instances; a weight for the same ones is not", () => {
    const [first, second, third] = [0, 1, 2].map(confirmed);
    expect(first!.grownAt).toBe(first!.weightAt);
    expect(second!.grownAt).toBe(first!.weightAt);
    expect(second!.weightAt).toBeGreaterThan(first!.weightAt!);
    expect(third!.grownAt).toBe(third!.weightAt);
  });

  test("it is when one was lost, and not what a verdict, a pause or a resume says", () => {
    const soFar = until("WeightConfirmed", 1);
    const { id, grownAt, weightAt } = fold(soFar);
    const at = plus(weightAt!, millis(20_000));
    const lost = { type: "InstancesLost", rollout: id, at, ready: 1, wanted: 2, answers: "app-2: refused" } as const;
    expect(fold([...soFar, lost]).grownAt).toBe(at);
    const ready = { type: "CandidateReady", rollout: id, at: plus(at, millis(1)), step: 1, instances: 2 } as const;
    expect(fold([...soFar, lost, ready]).grownAt).toBe(at);
    const paused = { type: "RolloutPaused", rollout: id, at, by: "ada", reason: "lunch" } as const;
    const resumed = { type: "RolloutResumed", rollout: id, at, by: "ada" } as const;
    expect(fold([...soFar, ...unmeasured(weightAt!, 3, id), paused, resumed]).grownAt).toBe(grownAt);
  });

  test("own people first: the cohort's instances are new to everybody else's traffic", () => {
    const withCohort = climb({ steps: [step(0, 2, { bake }), step(5, 2, { bake }), step(25, 2, { bake })] });
    const weights = withCohort.flatMap((event, i) => (event.type === "WeightConfirmed" ? [i] : []));
    const [cohort, first, second] = weights.map((i) => fold(withCohort.slice(0, i + 1)));
    expect(cohort!.grownAt).toBe(cohort!.weightAt);
    expect(first!.grownAt).toBe(first!.weightAt);
    expect(second!.grownAt).toBe(first!.weightAt);
  });

  test("each window keeps where the rollout stood in it, for good", () => {
    const { windows } = fold(events);
    expect(windows.map(({ weight }) => weight)).toEqual([5, 25, 100]);
    const [a, b, c] = windows;
    expect(b!.grownAt).toBe(a!.grownAt);
    expect(c!.grownAt).toBe(c!.confirmedAt);
    expect(new Set(windows.map(({ confirmedAt }) => confirmedAt)).size).toBe(3);
  });
});

describe("windows", () => {
  test("of all steps are kept on the way up, however many", () => {
    const soFar = climb().slice(0, climb().findIndex(({ type }) => type === "WeightConfirmed") + 1);
    const last = soFar.at(-1)!;
    const { windows } = fold([...soFar, ...unmeasured(last.at, 300, last.rollout)]);
    expect(windows).toHaveLength(300);
  });

  test("begin anew with the promotion, and then the last 120 are kept", () => {
    const story = promoted();
    expect(fold(story).windows).toEqual([]);
    const watched = watchedFor({}, story.at(-1)!.at, 200);
    const { windows } = fold([...story, ...watched]);
    expect(windows).toHaveLength(120);
    expect(windows.at(-1)!.to).toBe(watched.at(-1)!.at);
    expect(fold([...story, ...watched.slice(0, 119)]).windows).toHaveLength(119);
  });

  test("T20: the one in which an instance was lost is dropped, those before it are not", () => {
    const soFar = climb().slice(0, climb().findIndex(({ type }) => type === "WeightConfirmed") + 1);
    const last = soFar.at(-1)!;
    const seen = unmeasured(last.at, 3, last.rollout);
    const at = seen.at(-1)!.at;
    const lost = { type: "InstancesLost", rollout: rolloutId(), at, ready: 0, wanted: 1, answers: "" } as const;
    expect(fold([...soFar, ...seen, lost]).windows.map(({ to }) => to)).toEqual(seen.slice(0, 2).map(({ at }) => at));
  });
});
