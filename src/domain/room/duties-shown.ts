import { judge } from "../process/judge.ts";
import type { Process, RoleDuty } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import { rightTo } from "../release/stand-in.ts";
import type { Instant } from "../units.ts";
import { manned } from "./missing-posts.ts";

export type ShownDuty = { readonly title: string; readonly done: boolean; readonly shownBy: readonly string[] };
export type ShownRole = { readonly role: string; readonly title: string; readonly duties: readonly ShownDuty[] };

/** What each role does for a release, and by what one sees that it did; a duty that nothing shows was not done. */
export const dutiesShown = (process: Process, release: Release, now: Instant): readonly ShownRole[] =>
  process.roles
    .filter(({ duties = [] }) => duties.length > 0)
    .map(({ id, title, duties = [] }) => ({
      role: id,
      title,
      duties: duties.map((duty) => shown(process, release, id, duty, now)),
    }));

const shown = (process: Process, release: Release, role: string, duty: RoleDuty, now: Instant): ShownDuty => {
  const shownBy = duty.shownBy.flatMap((name) => evidenceOf(process, release, role, name, now));
  return { title: duty.title, done: shownBy.length > 0, shownBy };
};

const evidenceOf = (
  process: Process,
  release: Release,
  role: string,
  name: string,
  now: Instant,
): readonly string[] => {
  if (name.startsWith("post:")) return ofPost(process, release, name.slice("post:".length), now);
  if (name.startsWith("act:")) return ofActs(release, role, name.slice("act:".length));
  const requirement = process.requirements.find(({ id }) => id === name);
  if (requirement === undefined) return [];
  const { state, reason } = judge(process, release, requirement, now);
  return state === "pass" ? [`${name}${reason === "" ? "" : `: ${reason}`}`] : [];
};

const ofPost = (process: Process, release: Release, post: string, now: Instant): readonly string[] =>
  process.requirements
    .filter((one) => one.kind === "rollout")
    .flatMap((rollout) => manned(process, release, rollout, now))
    .filter((one) => one.post.id === post && one.state === "pass")
    .map(({ reason }) => reason);

/** Acts of whoever holds the role, or of their deputy. */
const ofActs = ({ plan, notes, issues, triggers, rollouts }: Release, role: string, act: string): readonly string[] => {
  const isTheirs = (by: string): boolean => rightTo(plan.people, by, [role]) !== null;
  const written = (kind: string) =>
    notes.filter((note) => note.kind === kind && isTheirs(note.by)).map(({ line, by }) => `${kind} ${line} by ${by}`);
  const named = (what: string, all: readonly { readonly id: string; readonly by: string }[]) =>
    all.filter(({ by }) => isTheirs(by)).map(({ id, by }) => `${what} ${id} by ${by}`);
  const decided = triggers.flatMap(({ id, decision }) => (decision === null ? [] : [{ id, by: decision.by }]));
  const backed = rollouts.flatMap(({ id, rollback }) => (rollback === null ? [] : [{ id, by: rollback.by }]));
  const acts: Readonly<Record<string, () => readonly string[]>> = {
    note: () => written("note"),
    decision: () => written("decision"),
    message: () => written("message"),
    order: () => named("rollback of", backed),
    issue: () => named("issue", issues),
    trigger: () => named("decision on", decided),
  };
  return acts[act]?.() ?? [];
};
