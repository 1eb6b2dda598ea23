import type { Process } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import { type Issue, isOpen, type SeverityId, type Trigger } from "./incident.ts";

export const isSevere = ({ issues }: Process, severity: SeverityId): boolean =>
  issues?.severe.includes(severity) === true;

/** Severe issues and triggers that are open, whichever build they were seen on: only a retest or a decision ends them. */
export const severeOnes = (process: Process, { issues, triggers }: Release): readonly (Issue | Trigger)[] => [
  ...issues.filter(({ state, severity }) => state === "open" && isSevere(process, severity)),
  ...triggers.filter((one) => isOpen(one) && isSevere(process, one.severity)),
];

/** Ids of what keeps this requirement from being begun or signed (R60, R119). */
export const obstaclesTo = (process: Process, release: Release, requirement: string): readonly string[] =>
  process.issues?.stops.includes(requirement) === true ? severeOnes(process, release).map(({ id }) => id) : [];
