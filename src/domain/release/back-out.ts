import { rollBack } from "../rollout/answer.ts";
import type { ReleaseEvent } from "./events.ts";
import type { Release } from "./release.ts";

/** Rollbacks of whatever of this release is still live. */
export const backOut = (
  { rollouts }: Pick<Release, "rollouts">,
  reason: string,
  by: string,
  at: ReleaseEvent["at"],
): readonly ReleaseEvent[] =>
  rollouts
    .filter(({ phase }) => phase === "waiting" || phase === "progressing" || phase === "promoted")
    .flatMap((rollout): ReleaseEvent[] => {
      const { id, phase } = rollout;
      const started: ReleaseEvent = { ...rollBack(rollout, by, reason, "high"), rollout: id, at } as ReleaseEvent;
      return phase === "waiting" ? [started, { type: "RolloutRolledBack", rollout: id, at }] : [started];
    });
