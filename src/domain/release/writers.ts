import { personBy } from "./authors.ts";
import type { PersonRef } from "./plan.ts";
import type { Release } from "./release.ts";

/** The people who brought a requirement about: filed it, signed its report or handed that in. A machine is nobody. */
export const writersOf = ({ documents, records, evidence, plan }: Release, requirement: string): readonly string[] => {
  const reports = Object.values(evidence).filter((seen) => seen.requirement === requirement);
  const written = [
    documents[requirement]?.by,
    records[requirement]?.by,
    ...reports.flatMap(({ by, report }) => [by, report?.signer]),
  ];
  return [...new Set(written.flatMap((by) => principalOf(plan.people, by)))];
};

/** What an agent wrote, it wrote for somebody. */
const principalOf = (people: readonly PersonRef[], by: string | null | undefined): readonly string[] => {
  if (by == null) return [];
  const person = people.find(({ id }) => id === by) ?? personBy(people, by);
  return person === undefined ? [] : [person.for ?? person.id];
};
