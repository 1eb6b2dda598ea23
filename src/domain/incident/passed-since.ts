import { judge } from "../process/judge.ts";
import type { Process } from "../process/process.ts";
import { seenAt } from "../release/evidence.ts";
import type { Release } from "../release/release.ts";
import type { Instant } from "../units.ts";

/** The check passes now, on the present build, by evidence that is newer in all its parts. A waiver proves nothing. */
export const passedSince = (
  process: Process,
  release: Release,
  requirement: string,
  since: Instant,
  now: Instant,
): boolean => {
  const check = process.requirements.find(({ id }) => id === requirement);
  if (check?.kind !== "check") return false;
  const seen = Object.values(release.evidence).filter((one) => one.requirement === requirement);
  const isNewer = seen.length > 0 && seen.every((one) => seenAt(one) > since);
  return isNewer && judge(process, release, check, now).state === "pass";
};
