import type { PersonRef } from "../release/plan.ts";
import type { Release } from "../release/release.ts";

/** Ids of those whom a rung of the ladder names, for a thing that these `holders` owe. */
export const peopleOf = (
  { plan }: Pick<Release, "plan">,
  holders: readonly string[],
  name: string,
): readonly string[] => {
  const humans = plan.people.filter(({ kind }) => kind === "human");
  switch (name) {
    case "holders":
      return holders;
    case "deputies":
      return deputiesOf(humans, holders);
    case "owner":
      return [plan.owner];
    // Anything else is a role: what the file may say here was checked when it was read.
    default:
      return humans.filter(({ roles }) => roles.includes(name)).map(({ id }) => id);
  }
};

export const deputiesOf = (all: readonly PersonRef[], of: readonly string[]): readonly string[] =>
  all.filter(({ id }) => of.includes(id)).flatMap(({ deputies }) => deputies ?? []);
