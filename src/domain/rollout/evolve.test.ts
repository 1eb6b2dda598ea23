import { expect, test } from "vitest";
import { climb } from "../../../test/support/rollout.ts";
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
