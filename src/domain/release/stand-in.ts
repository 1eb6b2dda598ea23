import type { Via } from "./commands.ts";
import type { PersonRef } from "./plan.ts";

/** By what right somebody acts: the own one, or in the stead of `for`. */
export type Right = { readonly for: string | null };

/** What of a person says by what right they act; people of the configuration are the same to it. */
type Holder = Pick<PersonRef, "id" | "kind" | "roles" | "deputies">;

/**
 * The right to act in one of these roles: who holds one acts as themselves, a deputy in the stead of whoever does. Null:
 * neither. An agent has no such right, and nobody's deputy stands in for a deputy.
 */
export const rightTo = (people: readonly Holder[], id: string, roles: readonly string[]): Right | null => {
  const person = people.find((one) => one.id === id);
  if (person?.kind !== "human") return null;
  const holds = (one: Holder): boolean => one.kind === "human" && one.roles.some((role) => roles.includes(role));
  if (holds(person)) return { for: null };
  const principal = people.find((one) => holds(one) && one.deputies?.includes(id));
  return principal === undefined ? null : { for: principal.id };
};

/** All roles in which somebody may act, by own right or in somebody's stead. */
export const rolesOf = (people: readonly Holder[], id: string): readonly string[] =>
  [...new Set(people.flatMap(({ roles }) => roles))].filter((role) => rightTo(people, id, [role]) !== null);

/** For an event: nothing to say where somebody acts as themselves. */
export const inStead = (right: Right): { readonly for?: string } => (right.for === null ? {} : { for: right.for });

/** `bo for ada`. */
export const signerInWords = ({ by, for: principal }: { readonly by: string; readonly for?: string }): string =>
  principal === undefined ? by : `${by} for ${principal}`;

/** `, proved by password`: how whoever signed over a server showed who they are; nothing where nobody was asked (R201). */
export const provedBy = ({ via }: { readonly via?: Via | undefined }): string =>
  via?.proof === undefined ? "" : `, proved by ${via.proof}`;
