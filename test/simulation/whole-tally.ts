import { releaseStream } from "../../src/conductor/load.ts";
import type { Tally } from "./seeds-in-threads.ts";
import type { Run } from "./whole-run.ts";
import { entriesOf, storiesOf } from "./whole-stories.ts";

/** One play, counted. A simulation that never gets anywhere finds nothing. */
export const tallyOf = (run: Run): Tally => {
  const stories = storiesOf(run);
  const types = stories.flatMap(({ log }) => log.map(({ event }) => event.type));
  const count = (type: (typeof types)[number]): number => types.filter((one) => one === type).length;
  const rollbacks = stories.filter(({ rollout }) => rollout.rollback !== null);
  const releases = run.releases.flatMap((id) => entriesOf(run, releaseStream(id)).map(({ type }) => type));
  return {
    plays: 1,
    rollouts: stories.length,
    "steps completed": count("StepCompleted"),
    promoted: count("RolloutPromoted"),
    "kept to the end": count("BaselineRetired"),
    "rolled back": rollbacks.length,
    "rolled back at once": rollbacks.filter(({ rollout }) => rollout.rollback?.severity === "critical").length,
    "rolled back by a failing verdict": failedVerdicts(stories),
    drilled: rollbacks.filter(({ rollout }) => rollout.rollback?.severity === "drill").length,
    escalated: count("RollbackEscalated"),
    paused: count("RolloutPaused"),
    "gone a step back": count("StepReverted"),
    "instances lost": count("InstancesLost"),
    "closed for users": count("TrafficClosed"),
    "hooks passed": count("HookPassed"),
    "hooks failed": count("HookFailed"),
    "several in a queue": stories.filter(({ log }) =>
      log.some(({ event }) => event.type === "EffectFailed" && event.effect === "hold"),
    ).length,
    "releases cancelled": releases.filter((type) => type === "ReleaseEnded").length,
    "releases sealed": releases.filter((type) => type === "RecordSealed").length,
    "messages sent": run.world.delivered.size,
    "events written": [...run.store.streams.values()].reduce((sum, { length }) => sum + length, 0),
    killed: run.reached.kills,
    suspended: run.reached.stops,
    "stopped in order": run.reached.goneBack,
    "leases taken": run.reached.takeovers,
    "leases lost": run.reached.lost,
    "hours simulated": run.time.now() / 3_600_000,
  };
};

const failedVerdicts = (stories: ReturnType<typeof storiesOf>): number =>
  stories.filter(({ log }) =>
    log.some(({ event }) => event.type === "VerdictRecorded" && event.verdict.outcome === "fail"),
  ).length;
