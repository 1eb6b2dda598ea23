import { isMet, type Judgement } from "../process/judgement.ts";
import type { Emergency, Process, Requirement } from "../process/process.ts";
import type { PersonRef } from "../release/plan.ts";
import type { Release } from "../release/release.ts";
import { type Instant, type Millis, millis, plus } from "../units.ts";

/** The rules that this release is shortened by; null where it is no emergency, or its process knows none. */
export const emergencyOf = (
  { emergency }: Pick<Process, "emergency">,
  { plan }: Pick<Release, "plan">,
): Emergency | null => (plan.emergency === undefined ? null : (emergency ?? null));

/** What an emergency need not show is not applicable; what is known to be bad stays so: no data is asked, none is hidden. */
export const shortened = (process: Process, release: Release, { id }: Requirement, bare: Judgement): Judgement => {
  const rules = emergencyOf(process, release);
  if (rules === null || rules.requires.includes(id) || isMet(bare.state)) return bare;
  const isUnknown = bare.state === "missing" || bare.state === "stale";
  return isUnknown ? { state: "not applicable", reason: `emergency: not asked for, looked at in ${reviewId}` } : bare;
};

/** The validation of an emergency takes as long as the process allows it at most. */
export const periodIn = (process: Process, release: Release, period: Millis): Millis => {
  const rules = emergencyOf(process, release);
  return rules === null ? period : millis(Math.min(period, rules.period));
};

export const reviewId = "review.emergency";

/** Who may look at it afterwards: somebody else than whoever opened it. */
export const emergencyReviewers = (
  { emergency }: Pick<Process, "emergency">,
  plan: Pick<Release["plan"], "people" | "smallTeamReviewer">,
  opener: string,
): readonly PersonRef[] => {
  const others = plan.people.filter(({ id, kind }) => kind === "human" && id !== opener);
  const holders = others.filter(({ roles }) => roles.some((role) => emergency?.reviewers.includes(role)));
  return holders.length > 0 ? holders : others.filter(({ id }) => id === plan.smallTeamReviewer);
};

export const reviewBy = ({ reviewWithin }: Emergency, { openedAt }: Release): Instant => plus(openedAt, reviewWithin);
