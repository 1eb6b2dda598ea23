import type { Process } from "../domain/process/process.ts";
import type { PersonRef, Plan } from "../domain/release/plan.ts";

/** `Ada Adler (ada)`; who is nobody of the plan (Headgate itself) stands there by id. */
export const nameOf = ({ people }: Plan, id: string): string => {
  const person = people.find((one) => one.id === id);
  return person === undefined ? id : `${person.name} (${id}${person.kind === "agent" ? ", an agent" : ""})`;
};

/** People who hold a role; an agent that lists it does not answer for it. */
export const holders = ({ people }: Plan, role: string): readonly PersonRef[] =>
  people.filter(({ kind, roles }) => kind === "human" && roles.includes(role));

export const namesFor = (plan: Plan, role: string): string =>
  holders(plan, role)
    .map(({ name }) => name)
    .join(", ") || "nobody yet";

export const roleTitle = ({ roles }: Process, id: string): string => roles.find((role) => role.id === id)?.title ?? id;

/** `Bo Berg (bo@example.org)`, to be asked or called. */
export const contacts = (plan: Plan, role: string): string =>
  holders(plan, role)
    .map(({ name, emails }) => (emails[0] === undefined ? name : `${name} (${emails[0]})`))
    .join(", ") || "nobody yet";
