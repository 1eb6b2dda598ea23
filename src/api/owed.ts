import { isLive } from "../domain/rollout/rollout.ts";
import type { Known } from "./known.ts";
import type { Debt } from "./mine-answer.ts";
import { needsOf } from "./to-status-answer.ts";

/**
 * What this person owes a release: what blocks it and is theirs by role, by name or as somebody's deputy; waivers that
 * they may grant; and what runs and is theirs to watch. Nothing of anybody else's (R18).
 */
export const owedBy = (known: Known, person: string): readonly Debt[] => {
  const people = known.release.plan.people;
  const rolesOf = (id: string): readonly string[] => people.find((one) => one.id === id)?.roles ?? [];
  const own = chargesOf(known, person, person, rolesOf(person), null);
  const seen = new Set(own.map(({ id, kind }) => `${kind} ${id}`));
  const inStead = people
    .filter(({ deputies }) => deputies?.includes(person))
    .flatMap(({ id }) => chargesOf(known, person, id, rolesOf(id), id))
    // Grants of the owner of the release are theirs alone; reviews are owed by the one who is named.
    .filter(({ kind, id }) => kind !== "review" && kind !== "watch" && !seen.has(`${kind} ${id}`));
  return [...own, ...inStead];
};

const chargesOf = (
  known: Known,
  person: string,
  principal: string,
  roles: readonly string[],
  inStead: string | null,
): readonly Debt[] => [
  ...blocking(known, person, principal, roles, inStead),
  ...grants(known, person, principal, roles, inStead),
  ...watches(known, roles, inStead),
];

const blocking = (
  { release, process, view }: Known,
  person: string,
  principal: string,
  roles: readonly string[],
  inStead: string | null,
): readonly Debt[] =>
  view.blocking
    .filter(({ owner, people, kind }) =>
      kind === "review" ? people.includes(principal) : owner === principal || roles.includes(owner),
    )
    .map((one) => ({
      release: release.id,
      id: one.id,
      kind: one.kind,
      role: roles.includes(one.owner) ? one.owner : "",
      for: inStead,
      title: one.title,
      reason: one.reason,
      why: one.why,
      act: one.act.replace(one.kind === "review" ? /--as \S+/ : /--as <[^>]*>/, `--as ${person}`),
      overdue: one.overdue ?? false,
      needs: needsOf(process, one),
    }));

const grants = (
  { release, process }: Known,
  person: string,
  principal: string,
  roles: readonly string[],
  inStead: string | null,
): readonly Debt[] =>
  Object.entries(release.waivers).flatMap(([id, waiver]): Debt[] => {
    const owner = process.requirements.find((one) => one.id === id)?.owner ?? "";
    const mayGrant = roles.includes(owner) || (inStead === null && person === release.plan.owner);
    const asked = [person, principal].includes(waiver.requestedBy);
    if (waiver.grantedBy !== null || asked || !mayGrant) return [];
    return [
      {
        release: release.id,
        id,
        kind: "waiver",
        role: roles.includes(owner) ? owner : "",
        for: inStead,
        title: `A waiver of ${id} is asked for by ${waiver.requestedBy}`,
        reason: waiver.reason,
        why: `Risk: ${waiver.risk}. Instead: ${waiver.control}.`,
        act: `headgate waive ${release.id} ${id} --grant --as ${person}`,
        overdue: false,
        needs: `human:${owner}`,
      },
    ];
  });

/** A rollout that runs is watched by whoever answers for it and for what is looked at behind it. */
const watches = ({ release, process }: Known, roles: readonly string[], inStead: string | null): readonly Debt[] =>
  release.rollouts.filter(isLive).flatMap(({ id, environment, purpose, phase, candidate }): Debt[] => {
    const asks = process.requirements.find(
      (one) => one.kind === "rollout" && one.environment === environment && one.purpose === purpose,
    );
    const behind = process.requirements.filter((one) => one.kind === "check" && one.after.includes(asks?.id ?? ""));
    const role = [asks, ...behind].map((one) => one?.owner ?? "").find((owner) => roles.includes(owner));
    if (role === undefined) return [];
    return [
      {
        release: release.id,
        id,
        kind: "watch",
        role,
        for: inStead,
        title: `${candidate.version} goes to ${environment}: keep watch`,
        reason: phase,
        why: "Whoever sees harm first holds it, or brings it back.",
        act: `headgate status ${release.id}`,
        overdue: false,
        needs: "anyone",
      },
    ];
  });
