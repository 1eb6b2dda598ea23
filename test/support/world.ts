import {
  type EnvironmentEvent,
  type EnvironmentState,
  emptyEnvironment,
  evolveEnvironment,
} from "../../src/domain/environment.ts";
import type { RolloutReport } from "../../src/domain/rollout/commands.ts";
import type { RolloutEffect } from "../../src/domain/rollout/effects.ts";
import { mustShift, type Rollout, targetOf } from "../../src/domain/rollout/rollout.ts";
import type { Verdict } from "../../src/domain/rollout/verdict.ts";
import { type Digest, type Instant, percent } from "../../src/domain/units.ts";
import { build, inService, minutes } from "./release.ts";
import { type Faults, noFaults } from "./world-faults.ts";

/** Instances that a side was asked to have, and those of them that answer. */
type Side = { asked: number; ready: number; fullAt: number; lostAt: number };

export type World = {
  readonly count: number;
  readonly sides: Map<Digest, Side>;
  /** Shares of live traffic in force, in percent. */
  readonly routes: Map<Digest, number>;
  environment: EnvironmentState;
  faults: Faults;
  /** Counts what happens, for a clock may jump back. */
  moment: number;
  /** The hook before traffic cannot be undone, and was begun. */
  restores: boolean;
  /** Moment of the decision to roll back, by rollout. */
  readonly decided: Map<string, number>;
  fence: number;
  /** Instances that may be missing under traffic. */
  missing: number;
  /** How often somebody else has scaled a side. */
  scaled: number;
  /** A cohort reaches the candidate. */
  cohort: boolean;
  /** What no release tool may do, each with the hazard or row that forbids it. */
  readonly violations: string[];
};

/** One environment that runs the build in service at full size. */
export const newWorld = (count: number): World => ({
  count,
  sides: new Map([
    [inService.digest, { asked: count, ready: count, fullAt: 0, lostAt: -1 }],
    [build.digest, { asked: 0, ready: 0, fullAt: -1, lostAt: -1 }],
  ]),
  routes: new Map([[inService.digest, 100]]),
  environment: evolveEnvironment(emptyEnvironment, {
    type: "EnvironmentAdopted",
    at: minutes(0),
    build: inService,
    count,
    reason: "it runs",
    by: "ada",
  }),
  faults: { ...noFaults },
  moment: 0,
  restores: false,
  decided: new Map(),
  fence: 0,
  missing: 0,
  scaled: 0,
  cohort: false,
  violations: [],
});

export const sideOf = (world: World, digest: Digest): Side => world.sides.get(digest)!;
export const shareOf = (world: World, digest: Digest): number => world.routes.get(digest) ?? 0;

/** It did not work; what was done before it did not stays done. */
export class Failed extends Error {}

const forbid = (world: World, isBroken: boolean, what: string): void => {
  if (isBroken) world.violations.push(what);
};

const happens = (world: World, event: EnvironmentEvent): void => {
  world.environment = evolveEnvironment(world.environment, event);
};

/** Does one effect, as far as the faults let it, and says what a driver would say. */
export const perform = (world: World, effect: RolloutEffect, rollout: Rollout, at: Instant): RolloutReport => {
  world.moment += 1;
  switch (effect.kind) {
    case "hold":
      return hold(world, effect.rollout, at);
    case "free":
      if (world.environment.heldBy?.rollout === effect.rollout)
        happens(world, { type: "EnvironmentFreed", at, rollout: effect.rollout, runs: effect.runs });
      return { type: "ConfirmFreed" };
    case "bring":
      return bring(world, effect);
    case "shrink":
      return shrink(world, effect);
    case "close":
      return close(world, effect);
    case "run-hook":
      return runHook(world, effect);
    case "run-own-step":
      return { type: "RecordOwnStep", number: effect.number, exit: world.faults.hook ? 1 : 0, output: "said so" };
    case "route":
      return route(world, effect, rollout);
    case "retire":
      return retire(world, effect, rollout, at);
    case "measure":
      return measure(world, rollout, at);
    case "measure-baseline":
      return { type: "RecordBaseline", signals: null, problem: "nobody counts" };
    case "smoke":
      return smoke(world, effect);
    case "read-data":
      return { type: "RecordData", phase: effect.phase, answer: "42 orders" };
    case "read-versions": {
      const strangers = shareOf(world, inService.digest) > 0 ? ["app-1 runs another build"] : [];
      return { type: "ConfirmVersions", instances: sideOf(world, effect.build).ready, strangers };
    }
    case "report":
      return effect.report;
  }
};

const hold = (world: World, rollout: string, at: Instant): RolloutReport => {
  const { heldBy } = world.environment;
  if (heldBy !== null && heldBy.rollout !== rollout) throw new Failed(`held by ${heldBy.rollout}`);
  if (heldBy === null) happens(world, { type: "EnvironmentHeld", at, release: "shop-1.1.0", rollout });
  const { runs, hold } = world.environment;
  return { type: "ConfirmHold", baseline: runs!, hold, running: sideOf(world, runs!.digest).asked };
};

const bring = (world: World, effect: Extract<RolloutEffect, { kind: "bring" }>): RolloutReport => {
  const { digest } = effect.build;
  const side = sideOf(world, digest);
  side.asked = Math.max(side.asked, effect.count);
  const isBroken = digest === build.digest ? world.faults.stuck : world.faults.worn;
  if (isBroken && side.ready < effect.count) throw new Failed(`${side.ready} of ${effect.count} ready`);
  side.ready = Math.max(side.ready, effect.count);
  if (side.ready >= world.count) side.fullAt = world.moment;
  return { type: "ConfirmReady", side: effect.side, target: effect.target, instances: effect.count };
};

/** What is not ready goes first. Nothing is stopped that users are sent to and that nobody stands in for. */
const shrink = (world: World, effect: Extract<RolloutEffect, { kind: "shrink" }>): RolloutReport => {
  const side = sideOf(world, effect.build.digest);
  const share = shareOf(world, effect.build.digest);
  if (world.faults.router === "deaf") throw new Failed("connection refused");
  if (effect.hold < world.fence) throw new Failed("a later holder has set the routes");
  if (effect.closed) world.routes.clear();
  else if (share > 0 && effect.count === 0) throw new Failed("its side would be empty");
  side.asked = Math.min(side.asked, effect.count);
  const left = [...world.sides.values()].reduce((sum, { asked }) => sum + asked, 0);
  const isOpen = world.routes.size > 0;
  forbid(world, isOpen && left < world.count - world.missing, `T12: ${left} of ${world.count} under traffic`);
  side.ready = Math.min(side.ready, effect.count);
  return { type: "ConfirmShrunk", side: effect.side, target: effect.target, instances: effect.count };
};

const close = (world: World, effect: Extract<RolloutEffect, { kind: "close" }>): RolloutReport => {
  if (effect.hold < world.fence) throw new Failed("a later holder has set the routes");
  if (world.faults.router === "deaf") throw new Failed("connection refused");
  world.fence = effect.hold;
  world.routes.clear();
  if (world.faults.router === "mute") throw new Failed("no answer");
  return { type: "ConfirmClosed", target: effect.target };
};

const runHook = (world: World, { point }: Extract<RolloutEffect, { kind: "run-hook" }>): RolloutReport => {
  const isClosed = world.routes.size === 0;
  forbid(world, point === "on-rollback" && world.restores && !isClosed, "R32: data restored under live traffic");
  return { type: "RecordHook", point, exit: world.faults.hook ? 1 : 0, output: "said something" };
};

const route = (world: World, effect: Extract<RolloutEffect, { kind: "route" }>, rollout: Rollout): RolloutReport => {
  const { candidate, baseline, target } = effect;
  const isDead = target.way === "back" && sideOf(world, candidate.digest).ready === 0;
  const weight = isDead ? percent(0) : effect.weight;
  if (effect.hold < world.fence) throw new Failed("a later holder has set the routes");
  for (const [{ digest }, share] of [
    [candidate, weight],
    [baseline, 100 - weight],
  ] as const) {
    const side = sideOf(world, digest);
    // A share is rounded down to a whole percent, so the other side may carry less than one more.
    // An order that was on its way when the decision fell is put right by the next one.
    const isEcho = target.way !== targetOf(rollout).way;
    const isExcused = isDead || isEcho || mustShift(rollout);
    forbid(
      world,
      !isExcused && (side.asked * 100) / world.count <= share - 1,
      `T3: ${share} % to ${side.asked} of ${world.count}`,
    );
    if (share > 0 && side.ready === 0) throw new Failed("no instance is ready");
  }
  forbid(
    world,
    isUndersizedReturn(world, effect, rollout),
    "T4: back to a baseline that was not confirmed at full size",
  );
  if (world.faults.router === "deaf") throw new Failed("connection refused");
  world.fence = effect.hold;
  world.cohort = effect.cohort !== null;
  world.routes.set(candidate.digest, weight);
  world.routes.set(baseline.digest, 100 - weight);
  if (world.faults.router === "mute") throw new Failed("no answer");
  return { type: "ConfirmWeight", target: effect.target, weight };
};

/** Nobody can help an instance that is lost after it was confirmed; but it has to be confirmed after the decision. */
const isUndersizedReturn = (
  world: World,
  { baseline, weight }: Extract<RolloutEffect, { kind: "route" }>,
  rollout: Rollout,
) => {
  if (weight > 0 || rollout.phase !== "rolling-back" || mustShift(rollout)) return false;
  // Whoever has all traffic already is not given any.
  if (shareOf(world, baseline.digest) === 100) return false;
  const { ready, fullAt, lostAt } = sideOf(world, baseline.digest);
  const confirmed = fullAt > (world.decided.get(rollout.id) ?? Number.POSITIVE_INFINITY);
  return ready < world.count && !(confirmed && lostAt > fullAt);
};

const retire = (
  world: World,
  effect: Extract<RolloutEffect, { kind: "retire" }>,
  { keepUntil, promotedAt }: Rollout,
  at: Instant,
): RolloutReport => {
  const share = shareOf(world, effect.build);
  forbid(world, share > 0, `T5: ${effect.side} to be stopped while it gets ${share} % of the traffic`);
  const early = effect.side === "baseline" && (promotedAt === null || at < (keepUntil ?? 0));
  forbid(world, early, "T8, R117: the baseline to be stopped before the rollback window ends");
  if (world.faults.router === "deaf") throw new Failed("connection refused");
  world.sides.set(effect.build, { ...sideOf(world, effect.build), asked: 0, ready: 0 });
  return { type: effect.side === "candidate" ? "ConfirmRemoved" : "ConfirmRetired" };
};

const verdict = (outcome: Verdict["outcome"], reason: string): Verdict => ({ outcome, reason, figures: {} });

const measure = (world: World, { step, windows, lastWindowAt }: Rollout, at: Instant): RolloutReport => {
  const candidateReady = sideOf(world, build.digest).ready;
  const isMeasured = !world.faults.metrics && (shareOf(world, build.digest) > 0 || world.cohort);
  const counts = isMeasured ? { requests: 100, errors: world.faults.harm ? 20 : 0, latency: [] } : null;
  const window = { from: lastWindowAt ?? at, to: at, candidate: counts, baseline: null };
  const report = { type: "RecordVerdict", step, window, candidateReady, answers: "" } as const;
  if (counts === null)
    return { ...report, verdict: verdict(windows.length > 3 ? "error" : "inconclusive", "no counts") };
  if (counts.errors > 0) return { ...report, verdict: verdict("fail", "20 of 100 requests failed") };
  return { ...report, verdict: verdict(windows.length < 2 ? "inconclusive" : "pass", `${windows.length + 1} windows`) };
};

const smoke = (world: World, { target, build: digest }: Extract<RolloutEffect, { kind: "smoke" }>): RolloutReport => {
  const { ready } = sideOf(world, digest);
  const problems = world.faults.smoke && target === "candidate" ? ["GET / answers 500"] : [];
  return { type: "RecordSmoke", target, checks: 2 * ready, problems };
};
