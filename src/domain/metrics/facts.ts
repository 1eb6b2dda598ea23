import { criticalIncidents } from "../release/critical-incidents.ts";
import type { Release } from "../release/release.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { type Instant, type Millis, since } from "../units.ts";
import { fixedInPlace } from "./fixed-in-place.ts";

/** One build that reached users, by one rollout to production, and how that went. Every part of it has an id. */
export type Deployment = {
  /** Id of the rollout. */
  readonly id: string;
  readonly release: string;
  readonly version: string;
  /** All traffic on the build; where it never came to that, the decision to go back. */
  readonly at: Instant;
  /** Until all traffic was on the build; null where it never came to that: no change was delivered. */
  readonly lead: Lead | null;
  /** Nobody planned it: its release was opened as an emergency, or tries again what failed in production before. */
  readonly rework: boolean;
  /** The earliest sign of the first failure, and what it is blamed on; null while it did not fail. */
  readonly failure: { readonly cause: string; readonly at: Instant; readonly recovery: Millis | null } | null;
};

/** `from`: the commit of the build, or the opening of the release where nobody knows when that was. */
export type Lead = { readonly length: Millis; readonly from: "commit" | "opening" };

/**
 * Deployments of all these releases, in order. An incident is blamed on one of them, whatever it is tied to: the same
 * reference in several releases is one incident, that of the release that heard of it first (T55).
 */
export const deploymentsOf = (releases: readonly Release[]): readonly Deployment[] => {
  const blamed = blame(releases);
  return releases
    .flatMap((release) => release.rollouts.filter(reachedUsers).map((rollout) => deployment(release, rollout, blamed)))
    .toSorted((a, b) => a.at - b.at || a.id.localeCompare(b.id));
};

/** Started in production, and some traffic was on the candidate. */
const reachedUsers = ({ environment, purpose, grownAt, promotedAt, rollback }: Rollout): boolean =>
  environment === "production" &&
  purpose === "deploy" &&
  grownAt !== null &&
  (promotedAt !== null || rollback !== null);

type Blamed = ReadonlyMap<string, { readonly cause: string; readonly at: Instant; readonly over: Instant | null }>;

const deployment = (release: Release, rollout: Rollout, blamed: Blamed): Deployment => {
  const { id, promotedAt, rollback, candidate, requestedAt } = rollout;
  return {
    id,
    release: release.id,
    version: candidate.version,
    at: promotedAt ?? rollback?.at ?? requestedAt,
    lead: promotedAt === null ? null : leadOf(release, rollout, promotedAt),
    rework: release.plan.emergency !== undefined || triesAgain(release, rollout, blamed),
    failure: failureOf(rollout, blamed.get(id)),
  };
};

/** A time that no build of this rollout can have been committed at is a clock that went wrong, and tells nothing. */
const leadOf = ({ openedAt, build }: Release, { candidate, requestedAt }: Rollout, until: Instant): Lead => {
  const at = candidate.digest === build.digest ? build.committedAt : undefined;
  return at === undefined || at > requestedAt
    ? { length: since(openedAt, until), from: "opening" }
    : { length: since(at, until), from: "commit" };
};

const triesAgain = ({ rollouts }: Release, { requestedAt }: Rollout, blamed: Blamed): boolean =>
  rollouts
    .filter(reachedUsers)
    .map((earlier) => failureOf(earlier, blamed.get(earlier.id)))
    .some((failure) => failure !== null && failure.at < requestedAt);

/** A way back that was not a drill, or an incident: whichever was there first; well again when the last of them is over. */
const failureOf = ({ id, rollback }: Rollout, incident: ReturnType<Blamed["get"]>): Deployment["failure"] => {
  const back = rollback === null ? [] : [{ cause: id, at: rollback.at, over: rollback.healthyAt }];
  const signs = [...(incident === undefined ? [] : [incident]), ...back].toSorted((a, b) => a.at - b.at);
  const [first] = signs;
  if (first === undefined) return null;
  const ends = signs.map(({ over }) => over).filter((over) => over !== null);
  const isOver = ends.length === signs.length;
  return { cause: first.cause, at: first.at, recovery: isOver ? since(first.at, Math.max(...ends) as Instant) : null };
};

/** Rollout → the first incident that is blamed on it. */
const blame = (releases: readonly Release[]): Blamed => {
  const all = releases
    .flatMap((release) =>
      [...criticalIncidents(release), ...fixedInPlace(release)].map((incident) => ({
        ...incident,
        key: keyOf(release, incident.id),
        of: release.id,
      })),
    )
    .toSorted((a, b) => a.at - b.at || a.of.localeCompare(b.of));
  const seen = new Set<string>();
  const blamed = new Map<string, { cause: string; at: Instant; over: Instant | null }>();
  for (const { key, rollout, at, over, of, id } of all) {
    if (seen.has(key) || rollout === null) continue;
    seen.add(key);
    if (!blamed.has(rollout)) blamed.set(rollout, { cause: `${of} ${id}`, at, over });
  }
  return blamed;
};

/** What a tracker calls it; else it is an incident of this release alone. */
const keyOf = ({ id: release, issues }: Release, incident: string): string => {
  const reference = issues.find(({ id }) => id === incident)?.reference ?? "";
  return reference === "" ? `${release} ${incident}` : reference;
};
