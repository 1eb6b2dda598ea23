import { percent } from "../units.ts";
import type { Leg } from "./leg.ts";
import type { Rollout } from "./rollout.ts";
import type { Step } from "./step.ts";

type Reached = Pick<
  Rollout,
  "reverting" | "steps" | "step" | "size" | "candidateCount" | "baselineCount" | "hooks" | "hooksRun"
>;

/**
 * The way back from here. While the baseline stands at full size it is one switch. Where the candidate has taken its
 * places, they are taken back in the order in which they were given away, so that the service is never smaller than it
 * was on the way here. Where users were shut out, or data must be restored, they are shut out again meanwhile.
 */
export const wayBack = (rollout: Reached): readonly Leg[] => {
  const { steps, size, candidateCount, baselineCount } = rollout;
  // On the way to the step before, things still stand as the one after it has left them.
  const step = rollout.reverting ? rollout.step + 1 : rollout.step;
  const all: Leg = { weight: percent(0), baseline: size, meanwhile: candidateCount, closed: false };
  if (mustRestore(rollout) || (baselineCount < size && steps[step]?.closed === true))
    return [{ ...all, meanwhile: 0, closed: true }];
  const room = Math.max(size, ...steps.slice(0, step + 1).map(({ meanwhile, candidate }) => meanwhile + candidate));
  if (baselineCount === size || size + candidateCount <= room) return [all];
  return [...steps.slice(0, step).toReversed().map(target), { ...all, meanwhile: 0 }].map((leg) => ({
    ...leg,
    meanwhile: Math.max(0, Math.min(candidateCount, room - leg.baseline)),
  }));
};

const target = ({ weight, baseline }: Step): Leg => ({ weight, baseline, meanwhile: 0, closed: false });

/** Something that cannot be undone was done to the data: only a restore leads back. */
export const mustRestore = ({ hooks, hooksRun }: Pick<Rollout, "hooks" | "hooksRun">): boolean =>
  hooks.some(({ point, change }) => change === "irreversible" && hooksRun.includes(point));
