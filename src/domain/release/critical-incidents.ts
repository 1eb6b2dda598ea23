import type { Instant } from "../units.ts";
import type { Release } from "./release.ts";

/** Something critical that happened to users of this release. */
export type Incident = {
  /** The issue, or the rollout that was rolled back where nobody wrote one down. */
  readonly id: string;
  readonly at: Instant;
  /** The rollout that it is blamed on: exactly one, so that no incident counts twice (T55). Null: none was there yet. */
  readonly rollout: string | null;
  /** When users were well again; null while they are not. */
  readonly over: Instant | null;
};

/**
 * Critical issues of production together with critical rollbacks and triggers there (R184). An issue that armed the trigger that
 * rolled a rollout back is one incident with it. An issue nobody linked is blamed on the last rollout before it.
 */
export const criticalIncidents = (release: Release): readonly Incident[] => {
  const linked = new Map(linksOf(release));
  const issues = release.issues
    .filter(({ severity, environment }) => severity === "critical" && environment === "production")
    .map(({ id, at, closedAt }): Incident => {
      const rollout = linked.get(id) ?? rolloutAt(release, at);
      return { id, at, rollout, over: healthyAt(release, linked.get(id)) ?? closedAt };
    });
  const told = new Set(linked.values());
  const rollbacks = release.rollouts.flatMap(({ id, environment, rollback }): Incident[] =>
    environment !== "production" || rollback?.severity !== "critical" || told.has(id)
      ? []
      : [{ id, at: rollback.at, rollout: id, over: rollback.healthyAt }],
  );
  return [...issues, ...rollbacks, ...unanswered(release)].toSorted((a, b) => a.at - b.at);
};

/** Critical triggers that nothing could be rolled back for any more, and that were no false alarm. */
const unanswered = ({ triggers, rollouts, ...release }: Release): readonly Incident[] =>
  triggers
    .filter(
      ({ severity, environment, issue, rollout, settled }) =>
        severity === "critical" &&
        environment === "production" &&
        issue === null &&
        settled?.how !== "cleared" &&
        settled?.how !== "rolled back" &&
        rollouts.find(({ id }) => id === rollout)?.rollback == null,
    )
    .map(({ id, at, rollout, settled }) => ({
      id,
      at,
      rollout: rollout ?? rolloutAt({ ...release, triggers, rollouts }, at),
      over: settled?.at ?? null,
    }));

/** Issue → the rollout that its trigger had rolled back, of critical issues in production alone. */
const linksOf = ({ triggers, issues, rollouts }: Release): readonly (readonly [string, string])[] =>
  triggers.flatMap(({ issue, rollout }) => {
    const found = issues.find(({ id }) => id === issue);
    const back = rollouts.find(({ id }) => id === rollout)?.rollback;
    return found?.severity === "critical" && found.environment === "production" && rollout !== null && back != null
      ? [[found.id, rollout] as const]
      : [];
  });

const rolloutAt = ({ rollouts }: Release, at: Instant): string | null =>
  rollouts.findLast(({ environment, requestedAt }) => environment === "production" && requestedAt <= at)?.id ?? null;

const healthyAt = ({ rollouts }: Release, rollout: string | undefined): Instant | null =>
  rollouts.find(({ id }) => id === rollout)?.rollback?.healthyAt ?? null;
