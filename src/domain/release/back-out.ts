import { rollBack } from "../rollout/answer.ts";
import type { Rollback, Rollout } from "../rollout/rollout.ts";
import type { ReleaseEvent } from "./events.ts";
import type { Release } from "./release.ts";

type Why = { readonly by: string; readonly reason: string; readonly at: ReleaseEvent["at"] };

/** The way back begins; of one that still waited nothing was touched, so that it ends at once. */
export const beginWayBack = (
  rollout: Rollout,
  severity: Rollback["severity"],
  { by, reason, at }: Why,
): readonly ReleaseEvent[] => {
  const { id, phase } = rollout;
  const started = { ...rollBack(rollout, by, reason, severity), rollout: id, at } as ReleaseEvent;
  return phase === "waiting" ? [started, { type: "RolloutRolledBack", rollout: id, at }] : [started];
};

/** Rollbacks of whatever of this release is still live. */
export const backOut = (
  { rollouts }: Pick<Release, "rollouts">,
  reason: string,
  by: string,
  at: ReleaseEvent["at"],
): readonly ReleaseEvent[] =>
  rollouts
    .filter(({ phase }) => phase === "waiting" || phase === "progressing" || phase === "promoted")
    .flatMap((rollout) => beginWayBack(rollout, "high", { by, reason, at }));
