import type { Process } from "../process/process.ts";
import { type Refused, refuse } from "../refusal.ts";
import type { Actor } from "../release/commands.ts";
import type { Release } from "../release/release.ts";
import { rightTo } from "../release/stand-in.ts";

/** Why this person may not decide about triggers; null when they may. A process that names no role means the owner. */
export const whyNotDecider = ({ triggers }: Process, { plan }: Release, by: Actor, act: string): Refused | null => {
  if (by.kind === "system") return null;
  const roles = triggers?.decidedBy ?? [];
  const may = roles.length === 0 ? by.id === plan.owner : rightTo(plan.people, by.id, roles) !== null;
  return may ? null : refuse("ROLE_MISSING", { person: by.id, role: roles.join(" or ") || "owner", act });
};

/** Ids of the people who have to hear of a trigger that nobody decides about. */
export const escalatedTo = ({ triggers }: Process, { plan }: Release): readonly string[] => {
  const roles = triggers?.escalateTo ?? [];
  const named = plan.people.filter(
    ({ kind, roles: held }) => kind === "human" && held.some((one) => roles.includes(one)),
  );
  return named.length === 0 ? [plan.owner] : named.map(({ id }) => id);
};
