import type { Approval, Duty } from "../process/process.ts";
import { evidenceKey, type Release } from "./release.ts";
import { isAuthor } from "./who-may.ts";

/** The duties that this person would break by signing, in words; empty when there are none (R199). */
export const conflicts = (release: Release, { duties, shows }: Approval, person: string): readonly string[] =>
  duties.map((duty) => conflictWith(release, duty, shows, person)).filter((conflict) => conflict !== null);

const conflictWith = (release: Release, duty: Duty, shows: Approval["shows"], person: string): string | null => {
  if ("notSignerOf" in duty)
    return release.approvals[duty.notSignerOf]?.by === person ? `${person} signed ${duty.notSignerOf} too` : null;
  switch (duty.not) {
    case "author":
      return isAuthor(release, person) ? `${person} wrote code of this build` : null;
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
const started = (release: Release, purpose: "deploy" | "drill", person: string): boolean =>
  release.rollouts.findLast((rollout) => rollout.purpose === purpose)?.requestedBy === person;
