import type { Process } from "../domain/process/process.ts";
import type { ReleaseStatus } from "../domain/process/status.ts";
import type { Release } from "../domain/release/release.ts";

/** One thing that a person can do now. */
export type Debt = {
  readonly release: string;
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly why: string;
  readonly act: string;
};

type Known = { readonly release: Release; readonly process: Process; readonly view: ReleaseStatus };

/** What this person owes a release: what blocks it and is theirs by role or by name, and waivers that they may grant. */
export const owedBy = ({ release, process, view }: Known, person: string): readonly Debt[] => {
  const roles = release.plan.people.find(({ id }) => id === person)?.roles ?? [];
  const isTheirs = (owner: string): boolean => owner === person || roles.includes(owner);
  const blocking = view.blocking
    .filter(({ owner }) => isTheirs(owner))
    .map(({ id, title, reason, why, act }) => ({
      release: release.id,
      id,
      title,
      reason,
      why,
      act: act.replace(/--as <[^>]*>/, `--as ${person}`),
    }));
  const waivers = Object.entries(release.waivers).flatMap(([id, waiver]): Debt[] => {
    const owner = process.requirements.find((one) => one.id === id)?.owner ?? "";
    const mayGrant = isTheirs(owner) || person === release.plan.owner;
    if (waiver.grantedBy !== null || waiver.requestedBy === person || !mayGrant) return [];
    return [
      {
        release: release.id,
        id,
        title: `A waiver of ${id} is asked for by ${waiver.requestedBy}`,
        reason: waiver.reason,
        why: `Risk: ${waiver.risk}. Instead: ${waiver.control}.`,
        act: `headgate waive ${release.id} ${id} --grant --as ${person}`,
      },
    ];
  });
  return [...blocking, ...waivers];
};
