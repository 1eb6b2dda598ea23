import { expect, test } from "vitest";
import { decide } from "../../src/domain/release/decide.ts";
import { evolve } from "../../src/domain/release/evolve.ts";
import type { RolloutEvent } from "../../src/domain/rollout/events.ts";
import { play, type Run } from "../support/play.ts";
import { process, ways } from "../support/played-plans.ts";
import { build, inService } from "../support/release.ts";
import { shareOf, sideOf } from "../support/world.ts";

/** Every run is its seed; a failing test prints the seeds, and `play(seed)` shows what happened. */
const runs: readonly Run[] = Array.from({ length: 5_000 }, (_, seed) => play(seed));

const seedsWhere = (isBroken: (run: Run) => boolean): readonly number[] =>
  runs.filter(isBroken).map(({ seed }) => seed);
const violating = (what: string): readonly string[] =>
  runs.flatMap(({ seed, world }) =>
    world.violations.filter((one) => one.includes(what)).map((one) => `${seed}: ${one}`),
  );

const eventsOf = (run: Run, rollout: string): readonly RolloutEvent[] =>
  run.log.filter((event): event is RolloutEvent => "rollout" in event && event.rollout === rollout);
const rollouts = runs.flatMap((run) => run.release.rollouts.map((one) => ({ run, one, log: eventsOf(run, one.id) })));
type Told = (typeof rollouts)[number];
const where = (isBroken: (told: Told) => boolean): readonly string[] =>
  rollouts.filter(isBroken).map(({ run, one }) => `${run.seed}: ${one.id}`);
const share = (isSo: (told: Told) => boolean): number => rollouts.filter(isSo).length / rollouts.length;
const has = (type: RolloutEvent["type"]) => (told: Told) => told.log.some((event) => event.type === type);

test("the runs are no walk in the park, and no massacre either", () => {
  expect(share(has("StepCompleted"))).toBeGreaterThan(0.3);
  expect(share(({ log }) => log.filter(({ type }) => type === "StepCompleted").length > 2)).toBeGreaterThan(0.15);
  expect(share(has("RolloutPromoted"))).toBeGreaterThan(0.1);
  expect(share(has("BaselineRetired"))).toBeGreaterThan(0.1);
  expect(share(has("RollbackStarted"))).toBeGreaterThan(0.3);
  expect(share(has("RolloutPaused"))).toBeGreaterThan(0.1);
  expect(share(has("InstancesLost"))).toBeGreaterThan(0.1);
  expect(share(has("RollbackEscalated"))).toBeGreaterThan(0.01);
  expect(share(({ one }) => one.attempt > 1)).toBeGreaterThan(0.05);
  expect(
    share(({ log }) => log.some((event) => event.type === "RollbackStarted" && event.severity === "drill")),
  ).toBeGreaterThan(0.03);
});

test("T3: no side is routed more traffic than it was given instances for, and none at all to a side without", () => {
  expect(violating("T3")).toEqual([]);
});

test("T4: the way back is taken only after the baseline was confirmed at full size, after the decision", () => {
  expect(violating("T4")).toEqual([]);
});

test("T5: nothing is stopped while the router sends it traffic", () => {
  expect(violating("T5")).toEqual([]);
});

test("T12: a side under traffic is never made smaller", () => {
  expect(violating("T12")).toEqual([]);
});

test("T8, R117: the baseline is stopped only when the rollback window is over", () => {
  expect(violating("T8")).toEqual([]);
});

test("R74: a report that is delivered twice counts once", () => {
  expect(violating("R74")).toEqual([]);
});

test("T2, T6, T37: once nothing breaks any more every rollout ends, and its environment is free", () => {
  expect(seedsWhere(({ ended }) => !ended)).toEqual([]);
});

test("T1: whatever was decided to go back ends at 0 %, within the target or escalated", () => {
  expect(
    where(
      ({ run, one }) =>
        one.phase === "rolled-back" &&
        one.id === run.release.rollouts.at(-1)?.id &&
        shareOf(run.world, build.digest) !== 0,
    ),
  ).toEqual([]);
  expect(
    where(({ one: { rollback, hold, phase } }) => {
      if (rollback === null || hold === 0) return false;
      const isLate = rollback.zeroAt === null || rollback.zeroAt - rollback.at > process.rollbackTarget;
      return phase !== "rolled-back" || (isLate && rollback.escalatedAt === null);
    }),
  ).toEqual([]);
});

test("T1, R121: every failing verdict is followed by the rollback in the same decision", () => {
  const failing = rollouts.flatMap(({ log }) =>
    log.flatMap((event, at) =>
      event.type === "VerdictRecorded" && event.verdict.outcome === "fail" ? [log[at + 1]] : [],
    ),
  );
  expect(failing.length).toBeGreaterThan(100);
  expect(failing.filter((next) => next?.type !== "RollbackStarted")).toEqual([]);
});

test("T9: triggers fire during a pause, and while the go for a step is awaited", () => {
  const failedAfter = (told: Told, wait: (log: readonly RolloutEvent[]) => boolean) =>
    told.log.some(
      (event, at) =>
        event.type === "VerdictRecorded" && event.verdict.outcome === "fail" && wait(told.log.slice(0, at)),
    );
  const isPaused = (log: readonly RolloutEvent[]) =>
    log.findLast(({ type }) => type === "RolloutPaused" || type === "RolloutResumed")?.type === "RolloutPaused";
  const awaitsGo = (told: Told) => (log: readonly RolloutEvent[]) => {
    const last = log.findLast(({ type }) => ["WeightConfirmed", "StepApproved", "StepCompleted"].includes(type));
    return last?.type === "WeightConfirmed" && (ways[told.run.way][last.step]?.gates.includes("approval") ?? false);
  };
  expect(rollouts.filter((told) => failedAfter(told, isPaused)).length).toBeGreaterThan(5);
  expect(rollouts.filter((told) => failedAfter(told, awaitsGo(told))).length).toBeGreaterThan(20);
});

test("T29, R87: waits for people run out, are told once, and never let a step be left without its go", () => {
  const waitsOver = rollouts.flatMap(({ log }) => log.filter(({ type }) => type === "StepUnanswered"));
  const ended = (kind: string, otherwise: string) =>
    waitsOver.filter((one) => one.type === "StepUnanswered" && one.wait === kind && one.otherwise === otherwise).length;
  const all = [ended("go", "hold"), ended("go", "roll back"), ended("pause", "hold"), ended("pause", "roll back")];
  expect(Math.min(...all), all.join(", ")).toBeGreaterThan(5);
  expect(rollouts.filter(has("OwnStepUnanswered")).length).toBeGreaterThan(20);
  expect(
    where(({ log, run }) =>
      log.some(
        (event, at) =>
          event.type === "StepCompleted" &&
          ways[run.way][event.step]?.gates.includes("approval") === true &&
          !log.slice(0, at).some((other) => other.type === "StepApproved" && other.step === event.step),
      ),
    ),
  ).toEqual([]);
  expect(
    where(({ log }) =>
      log.some(
        (event, at) =>
          event.type === "StepUnanswered" &&
          log[at + 1]?.type !== (event.otherwise === "hold" ? "RolloutEscalated" : "RollbackStarted"),
      ),
    ),
  ).toEqual([]);
});

test("R74: no step of the runbook is begun or done twice, nor one before the one before it is over", () => {
  expect(rollouts.filter(has("OwnStepDone")).length).toBeGreaterThan(200);
  const numbers = (log: readonly RolloutEvent[], type: string) =>
    log.flatMap((event) => (event.type === type && "own" in event ? [event.own] : []));
  expect(
    where(({ log }) =>
      ["OwnStepStarted", "OwnStepDone"].some((type) => {
        const all = numbers(log, type);
        return new Set(all).size < all.length || all.some((own, i) => own < (all[i - 1] ?? 0));
      }),
    ),
  ).toEqual([]);
});

test("T13: a rollout changes its direction at most five times: two returns to a step before, and the way back", () => {
  const turns = ({ log }: Told): number => {
    const counts = log.flatMap((event) => {
      if (event.type === "CandidateReady") return [event.instances];
      return event.type === "SideShrunk" && event.side === "candidate" ? [event.instances] : [];
    });
    const moves = counts.map((count, i) => Math.sign(count - (counts[i - 1] ?? 0))).filter((move) => move !== 0);
    return moves.filter((move, i) => i > 0 && move !== moves[i - 1]).length;
  };
  expect(where((told) => turns(told) > 5)).toEqual([]);
  expect(Math.max(...rollouts.map(turns))).toBeGreaterThan(1);
  expect(where(({ one }) => one.reverts > 2)).toEqual([]);
});

test("T16: somebody else's scaling at any moment leaves no rollout waiting for ever", () => {
  const scaled = runs.filter(({ world }) => world.scaled > 0);
  expect(scaled.length).toBeGreaterThan(runs.length / 4);
  expect(scaled.filter(({ ended }) => !ended).map(({ seed }) => seed)).toEqual([]);
});

/** What was recorded on a step before it was completed. */
const stepsOf = ({ log, run }: Told) =>
  log.flatMap((event, at) => {
    if (event.type !== "StepCompleted") return [];
    const from = log.slice(0, at).findLastIndex(({ type }) => type === "StepCompleted") + 1;
    return [{ completed: event, planned: ways[run.way][event.step]!, during: log.slice(from, at) }];
  });

test("no step is completed without its own weight, its bake, its go and a fresh passing verdict", () => {
  const broken = (told: Told): boolean =>
    stepsOf(told).some(({ completed, planned, during }) => {
      const weighed = during.findLast((event) => event.type === "WeightConfirmed" && event.weight === planned.weight);
      if (weighed === undefined || completed.at - weighed.at < planned.bake) return true;
      const verdict = during.findLast((event) => event.type === "VerdictRecorded");
      const isProved =
        verdict?.type === "VerdictRecorded" && verdict.verdict.outcome === "pass" && verdict.step === completed.step;
      const isOld = completed.at - (verdict?.at ?? 0) > 30_000;
      if (planned.gates.includes("analysis") && (!isProved || isOld)) return true;
      return planned.gates.includes("approval") && !during.some(({ type }) => type === "StepApproved");
    });
  expect(where(broken)).toEqual([]);
  expect(rollouts.flatMap(stepsOf).length).toBeGreaterThan(1_000);
});

test("T26: promoted means that every step was completed in its order", () => {
  const order = ({ log }: Told) =>
    log.reduce<readonly number[]>((done, event) => {
      if (event.type === "StepCompleted") return done.concat(event.step);
      return event.type === "StepReverted" ? done.filter((step) => step < event.step - 1) : done;
    }, []);
  const all = ({ run }: Told) => ways[run.way].map((_, step) => step);
  expect(where((told) => has("RolloutPromoted")(told) && order(told).join() !== all(told).join())).toEqual([]);
});

test("T31, T38: what arrives after the end changes nothing, in whatever order", () => {
  for (const { world, release, reports, seed } of runs) {
    const before = JSON.stringify(release.rollouts);
    const events = reports.toReversed().flatMap((report): readonly unknown[] => {
      const decision = decide(process, release, report);
      return decision.ok ? decision.events : [decision.refusal];
    });
    expect(events, `seed ${seed}`).toEqual([]);
    expect(JSON.stringify(release.rollouts)).toBe(before);
    expect(world.environment.heldBy).toBeNull();
  }
});

test("R44: after a drill the old build alone is in service, at full size, and still the known-good one", () => {
  const drills = rollouts.filter(({ run, one }) => one.purpose === "drill" && one === run.release.rollouts.at(-1));
  expect(drills.length).toBeGreaterThan(300);
  for (const { run } of drills) {
    const { world, seed } = run;
    expect(world.environment.runs?.digest, `seed ${seed}`).toBe(inService.digest);
    expect(sideOf(world, build.digest).asked, `seed ${seed}`).toBe(0);
    expect(sideOf(world, inService.digest).asked, `seed ${seed}`).toBeGreaterThanOrEqual(4);
    expect(shareOf(world, inService.digest), `seed ${seed}`).toBe(100);
  }
});

test("the environment remembers as known good exactly what it was left with", () => {
  expect(
    seedsWhere(({ release, world }) => {
      const isIn = release.rollouts.some(({ phase }) => phase === "closed");
      return world.environment.runs?.digest !== (isIn ? build : inService).digest;
    }),
  ).toEqual([]);
});

test("T36: a restart goes on from the stored history alone: folded anew it is the same release", () => {
  for (const run of runs.slice(0, 1_000)) {
    const stored = JSON.parse(JSON.stringify(run.log)) as typeof run.log;
    const anew = stored.reduce(evolve, run.opened);
    expect(anew, `seed ${run.seed}`).toEqual(run.release);
  }
});

test("a seed plays the same run every time", () => {
  expect(play(7).log).toEqual(runs[7]?.log);
});
