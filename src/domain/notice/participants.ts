import type { Release } from "../release/release.ts";

/** Who acted in this release, by name, in the order of the plan: people alone, and its owner in any case. */
export const participants = (release: Release): readonly string[] => {
  const acted = new Set(actors(release));
  return release.plan.people.filter(({ id, kind }) => kind === "human" && acted.has(id)).map(({ name }) => name);
};

const actors = (release: Release): readonly (string | null | undefined)[] => [
  release.plan.owner,
  ...values(release.approvals).map(({ by }) => by),
  ...values(release.rejections).map(({ by }) => by),
  ...values(release.waivers).flatMap(({ requestedBy, grantedBy }) => [requestedBy, grantedBy]),
  ...values(release.records).map(({ by }) => by),
  ...values(release.documents).map(({ by }) => by),
  ...values(release.evidence).map(({ report }) => report?.signer),
  ...release.tasks.map(({ closedBy }) => closedBy),
  ...release.broken.map(({ by }) => by),
  ...release.acknowledgements.map(({ by }) => by),
  ...release.rollouts.flatMap(({ requestedBy, rollback }) => [requestedBy, rollback?.by]),
  ...release.issues.map(({ by }) => by),
  ...release.triggers.flatMap(({ by, decision }) => [by, decision?.by]),
];

const values = <T>(all: Readonly<Record<string, T>>): readonly T[] => Object.values(all);
