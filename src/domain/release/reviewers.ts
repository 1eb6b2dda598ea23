import type { Process } from "../process/process.ts";
import type { PersonRef } from "./plan.ts";
import type { Broken, Release } from "./release.ts";

/** Who may look at an emergency afterwards: somebody else, of the roles that the process names, or the small team's reviewer. */
export const reviewersOf = (
  { breakGlass }: Process,
  { plan }: Release,
  { by }: Pick<Broken, "by">,
): readonly PersonRef[] => {
  const others = plan.people.filter(({ id, kind }) => kind === "human" && id !== by);
  const holders = others.filter(({ roles }) => roles.some((role) => breakGlass?.reviewers.includes(role)));
  return holders.length > 0 ? holders : others.filter(({ id }) => id === plan.smallTeamReviewer);
};

export const reviewIdOf = (index: number): string => `review.break-glass-${index + 1}`;
