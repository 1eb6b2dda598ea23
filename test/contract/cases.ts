import { expect, test } from "vitest";

/** What an implementation cannot do, each with the reason. */
export type Cannot<Ability extends string> = { readonly [A in Ability]?: string };

/**
 * Cases of a contract that ask for an ability which not every implementation has. Where it is missing they are not run;
 * one test states the reason instead, so that the report shows what was not asked.
 *
 * @returns declares one case, like `test`
 */
export const casesFor = <Ability extends string>(
  cannot: Cannot<Ability>,
): ((ability: Ability, title: string, check: () => Promise<void>) => void) => {
  for (const [ability, why] of Object.entries<string | undefined>(cannot))
    test(`cannot ${ability}: ${why}`, () => expect(why).toMatch(/\w{3}/));
  return (ability, title, check) => {
    if (cannot[ability] === undefined) test(title, check);
  };
};
