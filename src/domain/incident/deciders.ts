import type { Process } from "../process/process.ts";
import { type Refused, refuse } from "../refusal.ts";
import type { Actor } from "../release/commands.ts";
import type { Release } from "../release/release.ts";
import { inStead, rightTo } from "../release/stand-in.ts";

/**
 * Why this person may not decide about triggers; null when they may. A process that names no role means the owner.
 * @param besides roles that may do this act as well
 */
export const whyNotDecider = (
  { triggers }: Process,
  { plan }: Release,
  by: Actor,
  act: string,
  besides: readonly string[] = [],
): Refused | null => {
  if (by.kind === "system") return null;
  const roles = triggers?.decidedBy ?? [];
  const isOwner = roles.length === 0 && by.id === plan.owner;
  const all = [...roles, ...besides];
  if (isOwner || rightTo(plan.people, by.id, all) !== null) return null;
  return refuse("ROLE_MISSING", { person: by.id, role: all.join(" or ") || "owner", act });
};

/** Who decided, and in whose stead, for the event that tells it. */
export const deciderOf = (
  { triggers }: Process,
  { plan }: Release,
  { id }: Actor,
): { readonly by: string; readonly for?: string } => {
  const right = rightTo(plan.people, id, triggers?.decidedBy ?? []);
  return { by: id, ...(right === null ? {} : inStead(right)) };
};

/** Ids of the people who have to hear of a trigger that nobody decides about. */
export const escalatedTo = ({ triggers }: Process, { plan }: Release): readonly string[] => {
  const roles = triggers?.escalateTo ?? [];
  const named = plan.people.filter(
    ({ kind, roles: held }) => kind === "human" && held.some((one) => roles.includes(one)),
  );
  return named.length === 0 ? [plan.owner] : named.map(({ id }) => id);
};
