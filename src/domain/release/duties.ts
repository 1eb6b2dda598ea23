import type { Duty } from "../process/duty.ts";
import type { Approval } from "../process/process.ts";
import { isAuthor, isSoleAuthor } from "./authors.ts";
import { evidenceKey, type Release } from "./release.ts";
import { writersOf } from "./writers.ts";

/** The duties that this person would break by signing, in words; empty when there are none (R199). */
export const conflicts = (release: Release, { duties, shows }: Approval, person: string): readonly string[] =>
  duties.map((duty) => conflictWith(release, duty, shows, person)).filter((conflict) => conflict !== null);

const conflictWith = (release: Release, duty: Duty, shows: Approval["shows"], person: string): string | null => {
  if ("notSignerOf" in duty) {
    const other = release.approvals[duty.notSignerOf];
    return other?.by === person || other?.for === person ? `${person} signed ${duty.notSignerOf} too` : null;
  }
  if ("notWriterOf" in duty)
    return writersOf(release, duty.notWriterOf).includes(person) ? `${person} wrote ${duty.notWriterOf}` : null;
  if ("notSoleWriterOf" in duty) {
    const writers = new Set(duty.notSoleWriterOf.flatMap((id) => writersOf(release, id)));
    return writers.size === 1 && writers.has(person)
      ? `${person} alone wrote ${duty.notSoleWriterOf.join(", ")}`
      : null;
  }
  switch (duty.not) {
    case "author":
      return isAuthor(release, person) ? `${person} wrote code of this build` : null;
    case "sole-author":
      return isSoleAuthor(release, person) ? `${person} is the only known author of this build` : null;
    case "executor":
      return started(release, "deploy", person) ? `${person} started the rollout` : null;
    case "drill-runner":
      return started(release, "drill", person) || restored(release, shows, person) ? `${person} ran the drill` : null;
  }
};

/** A restore drill that is shown with the approval names who ran it (A6). */
const restored = ({ evidence }: Release, shows: Approval["shows"], person: string): boolean =>
  shows.some((id) => (evidence[evidenceKey(id, "")]?.report?.texts.drillRunner ?? "").split(", ").includes(person));

/** The last attempt of each environment counts; a drill lives in staging, an executor is the one of the latest deploy. */
const started = (release: Release, purpose: "deploy" | "drill", person: string): boolean => {
  const by = release.rollouts.findLast((rollout) => rollout.purpose === purpose)?.requestedBy;
  // What an agent started was started by whoever it acts for.
  return by === person || (by !== undefined && release.plan.people.find(({ id }) => id === by)?.for === person);
};
