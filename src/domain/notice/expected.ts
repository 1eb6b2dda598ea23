import type { Release } from "../release/release.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { type Millis, millis } from "../units.ts";

/** What users and operators have to reckon with, as it was planned and rehearsed. */
export type Expected = {
  /** All bakes, and the work as the last rehearsal measured it; waits for people come on top. */
  readonly length: Millis;
  /** Whether anybody measured the work. */
  readonly measured: boolean;
  /** How long users get the maintenance answer, as rehearsed; null when they get none, or nobody rehearsed it. */
  readonly downtime: Millis | null;
};

export const expectedOf = (release: Release, { environment, purpose }: Rollout): Expected => {
  const steps = release.plan.environments[environment]?.steps ?? [];
  const rehearsal = rehearsalOf(release, environment, purpose);
  const bakes = steps.reduce((sum, { bake }) => sum + bake, 0);
  const isClosed = steps.some(({ closed }) => closed);
  return {
    length: millis(bakes + (rehearsal?.executing ?? 0)),
    measured: rehearsal !== undefined,
    downtime: isClosed && rehearsal !== undefined && rehearsal.downtime > 0 ? rehearsal.downtime : null,
  };
};

/** The last time that this build went all the way up elsewhere: its drill, by the process as shipped. */
const rehearsalOf = (
  { rollouts, build }: Release,
  environment: string,
  purpose: Rollout["purpose"],
): Rollout | undefined =>
  rollouts.findLast(
    (one) =>
      (one.environment !== environment || one.purpose !== purpose) &&
      one.candidate.digest === build.digest &&
      (one.promotedAt !== null || one.rollback?.severity === "drill"),
  );
