import type { PersonRef } from "./plan.ts";
import type { Release } from "./release.ts";

/** The human that somebody else's system calls so: by id, by any address, or by name, in whatever case. */
export const personNamed = ({ plan }: Pick<Release, "plan">, word: string): PersonRef | undefined => {
  const wanted = word.trim().toLowerCase();
  return plan.people.find(
    ({ id, name, kind, emails }) =>
      kind === "human" && [id.toLowerCase(), name.toLowerCase(), ...emails].includes(wanted),
  );
};
