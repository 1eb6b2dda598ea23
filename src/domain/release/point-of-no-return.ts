import type { Rollout } from "../rollout/rollout.ts";
import { type Instant, instant, type Millis, plus } from "../units.ts";
import { utc } from "../utc.ts";
import { rollbackTime } from "./figures.ts";
import type { Plan } from "./plan.ts";
import { lastRollout, type Release } from "./release.ts";

export type BookedWindow = { readonly begins: Instant | null; readonly length: Millis };

/** The window that the plan books, whether it is dated yet or not; null where production may start at any time. */
export const windowOf = ({ productionAt, window }: Pick<Plan, "productionAt" | "window">): BookedWindow | null =>
  window === undefined ? null : { begins: productionAt, length: window };

/** One that is not dated begins at no time, so that nothing lies inside it. */
export const isInside = ({ begins, length }: BookedWindow, at: Instant): boolean =>
  begins !== null && at >= begins && at < plus(begins, length);

/** For a person who is refused outside of it. */
export const inUtc = ({ begins, length }: BookedWindow): string =>
  begins === null ? "production is not dated, so none is booked yet" : `${utc(begins)} to ${utc(plus(begins, length))}`;

/** How long the way back took in the drill of this build; null before that. */
export const restoreTime = (release: Release): Millis | null => {
  const rehearsed = lastRollout(release, "staging", "drill");
  return rehearsed?.rollback?.severity === "drill" ? rollbackTime(rehearsed.rollback) : null;
};

/**
 * The latest moment at which a rollback of this rollout must begin so that the service is back before the window ends
 * (R31); null without a window, before a drill has timed the way back, and where no users are.
 */
export const pointOfNoReturn = (release: Release, { environment, purpose }: Rollout): Instant | null => {
  const window = windowOf(release.plan);
  if (environment !== "production" || purpose !== "deploy" || window?.begins == null) return null;
  const restore = restoreTime(release);
  return restore === null ? null : instant(plus(window.begins, window.length) - restore);
};

/** A rollback that began too late to end inside the window: people have to hear of it before its own deadline. */
export const beganTooLate = (release: Release, rollout: Rollout): boolean => {
  const { rollback, phase } = rollout;
  if (phase !== "rolling-back" || rollback === null || rollback.escalatedAt !== null) return false;
  const last = pointOfNoReturn(release, rollout);
  return last !== null && rollback.at > last;
};
