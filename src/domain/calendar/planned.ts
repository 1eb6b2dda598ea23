import type { Plan } from "../release/plan.ts";
import type { Release } from "../release/release.ts";
import { isLive } from "../rollout/rollout.ts";
import { type Instant, type Millis, millis, plus } from "../units.ts";
import type { Span } from "./span.ts";

/** How long a rollout may take by plan, without what people take to decide; a booked window is as long as it was booked. */
export const plannedLength = ({ window, environments }: Plan, environment: string): Millis => {
  if (environment === "production" && window !== undefined) return window;
  const steps = environments[environment]?.steps ?? [];
  return millis(
    Math.max(
      1,
      steps.reduce((sum, { bake, deadline }) => sum + bake + deadline, 0),
    ),
  );
};

export const plannedSpan = (plan: Plan, environment: string, from: Instant): Span => ({
  from,
  to: plus(from, plannedLength(plan, environment)),
});

/**
 * When an open release has its environment to itself: the rollout that is under way there, or the date that is planned.
 * Null when it is not dated, and when its rollout is over or watched: it changes nothing more.
 */
export const bookedSpan = (
  release: Pick<Release, "plan" | "rollouts">,
  environment: string,
  now: Instant,
): Span | null => {
  const { plan, rollouts } = release;
  const last = rollouts.findLast((one) => one.environment === environment && one.purpose === "deploy");
  if (last === undefined || (last.phase === "rolled-back" && (plan.productionAt ?? 0) > (last.endedAt ?? 0)))
    return plan.productionAt === null ? null : plannedSpan(plan, environment, plan.productionAt);
  if (!isLive(last)) return null;
  const { from, to } = plannedSpan(plan, environment, last.requestedAt);
  // Later than planned, it lasts at least until now.
  return { from, to: to > now ? to : plus(now, millis(1)) };
};
