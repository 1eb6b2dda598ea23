import type { RolloutEvent } from "../../src/domain/rollout/events.ts";
import type { BuildRef, Purpose, Rollback } from "../../src/domain/rollout/rollout.ts";
import type { Step } from "../../src/domain/rollout/step.ts";
import { type Instant, instant, millis, percent, plus } from "../../src/domain/units.ts";
import { build, inService, minutes, plan, steps as usual } from "./release.ts";

export type RolloutStory = {
  readonly environment?: string;
  readonly purpose?: Purpose;
  readonly attempt?: number;
  readonly at?: Instant;
  readonly by?: string;
  readonly candidate?: BuildRef;
  readonly steps?: readonly Step[];
  /** Seconds of work on each step, before its weight is confirmed. */
  readonly work?: number;
};

export const rolloutId = ({ environment = "production", purpose = "deploy", attempt = 1 }: RolloutStory = {}): string =>
  `shop-1.1.0/${environment}-${purpose}-${attempt}`;

/** A rollout that went through all its steps with a good analysis on each, and stays on the last one. */
export const climb = (story: RolloutStory = {}): readonly RolloutEvent[] => {
  const { environment = "production", purpose = "deploy", attempt = 1, at = minutes(0), by = "ada" } = story;
  const { steps = usual, work = 180 } = story;
  const { version, digest } = story.candidate ?? build;
  const rollout = rolloutId(story);
  const begin: readonly RolloutEvent[] = [
    {
      type: "RolloutRequested",
      rollout,
      at,
      environment,
      purpose,
      attempt,
      steps,
      size: 4,
      hooks: [],
      runbook: plan.runbook.digest,
      candidate: { version, digest },
      by,
    },
    { type: "RolloutStarted", rollout, at, baseline: inService, hold: attempt, running: 4 },
  ];
  let clock = at;
  const events = steps.flatMap((step, index): RolloutEvent[] => {
    const confirmed = plus(clock, millis(work * 1_000));
    clock = plus(confirmed, step.bake);
    const window = {
      from: confirmed,
      to: clock,
      candidate: { requests: 1_000, errors: 0, latency: [] },
      baseline: { requests: 9_000, errors: 1, latency: [] },
    };
    const verdict = {
      outcome: "pass",
      reason: "Good: 0 of 1000 requests failed.",
      figures: { requests: 1_000 },
    } as const;
    const ready = { at: instant(confirmed - 2_000), rollout, step: index, instances: step.candidate };
    return [
      { type: "CandidateReady", ...ready },
      ...(index === 0
        ? [{ type: "SmokePassed", at: instant(confirmed - 1_000), rollout, target: "candidate", checks: 2 } as const]
        : []),
      { type: "WeightConfirmed", at: confirmed, rollout, step: index, weight: step.weight, downtime: millis(0) },
      { type: "VerdictRecorded", at: clock, rollout, step: index, window, verdict, candidateReady: step.candidate },
      { type: "StepCompleted", at: clock, rollout, step: index },
    ];
  });
  return [...begin, ...events];
};

const lastMoment = (events: readonly RolloutEvent[]): Instant => events.at(-1)?.at ?? minutes(0);

/** All traffic on the candidate, the baseline kept warm for two days. */
export const promoted = (story: RolloutStory = {}): readonly RolloutEvent[] => {
  const events = climb(story);
  const at = lastMoment(events);
  const instances = story.steps?.at(-1)?.candidate ?? 4;
  const keepUntil = plus(at, millis(48 * 3_600_000));
  return [...events, { type: "RolloutPromoted", at, rollout: rolloutId(story), instances, keepUntil }];
};

/** A promoted build is watched: `windows` minutes with 60 requests each, the first `bad` of them with 30 errors. */
export const watchedFor = (story: RolloutStory, from: Instant, windows: number, bad = 0): readonly RolloutEvent[] =>
  Array.from({ length: windows }, (_, i) => {
    const [begin, end] = [plus(from, millis(60_000 * i)), plus(from, millis(60_000 * (i + 1)))];
    const candidate = { requests: 60, errors: i < bad ? 30 : 0, latency: [] };
    const reason = `Good: ${candidate.errors} of 60 requests failed.`;
    return {
      type: "VerdictRecorded",
      rollout: rolloutId(story),
      at: end,
      step: (story.steps ?? usual).length - 1,
      window: { from: begin, to: end, candidate, baseline: null },
      verdict: { outcome: "pass", reason, figures: {} },
      candidateReady: story.steps?.at(-1)?.candidate ?? 4,
    };
  });

const leg = { weight: percent(0), baseline: 4, meanwhile: 4, closed: false };

/** The way back, from the decision at `at` until the environment is free; healthy again after `healthyAfter` seconds. */
export const wayBack = (
  story: RolloutStory,
  at: Instant,
  { by = "headgate", reason = "", severity = "critical" as Rollback["severity"], healthyAfter = 27 } = {},
): readonly RolloutEvent[] => {
  const rollout = rolloutId(story);
  const after = (share: number) => ({ rollout, at: plus(at, millis(Math.round(healthyAfter * 1_000 * share))) });
  return [
    { type: "RollbackStarted", rollout, at, by, reason, severity, legs: [leg] },
    { type: "BaselineRestored", ...after(0.3), instances: 4 },
    { type: "TrafficReturned", ...after(0.6), downtime: millis(0) },
    { type: "SmokePassed", ...after(1), target: "router", checks: 2 },
    { type: "CandidateRemoved", ...after(1.1) },
    { type: "RolloutRolledBack", ...after(1.1) },
    { type: "EnvironmentFreed", ...after(1.2) },
  ];
};

/** A drill in staging: up to full traffic, and back on purpose. */
export const drilled = (story: RolloutStory = {}, healthyAfter = 27): readonly RolloutEvent[] => {
  const drill = { environment: "staging", purpose: "drill", ...story } as const;
  const up = climb(drill);
  const reason = "the drill reached full traffic; now the way back is timed";
  return [...up, ...wayBack(drill, lastMoment(up), { reason, severity: "drill", healthyAfter })];
};

/** Harm was seen after the last weight was confirmed; back to the build in service. */
export const rolledBack = (story: RolloutStory = {}, healthyAfter = 27): readonly RolloutEvent[] => {
  const up = climb(story).slice(0, -2);
  const reason = "Harm in errors: 31 of 412 requests failed (limit 1 %).";
  return [...up, ...wayBack(story, plus(lastMoment(up), millis(30_000)), { reason, healthyAfter })];
};
