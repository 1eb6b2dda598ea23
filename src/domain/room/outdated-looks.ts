import { judgeContent, openParts } from "../process/judge-check.ts";
import { isMet } from "../process/judgement.ts";
import type { Check, Process, RolloutRequirement } from "../process/process.ts";
import { changedItems } from "../process/shown.ts";
import { type Evidence, seenAt } from "../release/evidence.ts";
import { evidenceKey, type Release } from "../release/release.ts";
import { type Instant, since } from "../units.ts";

/**
 * Ids of the checks that a machine looks at once more before this rollout begins, for its last look is too long ago.
 * What somebody handed in cannot be asked again: it counts for as long as the process says, and no longer.
 */
export const outdatedLooks = (
  process: Process,
  release: Release,
  { recheck }: RolloutRequirement,
  now: Instant,
): readonly string[] =>
  process.requirements
    .filter((one): one is Check => one.kind === "check" && (recheck?.checks.includes(one.id) ?? false))
    .filter((check) =>
      openParts(release, check).some((part) => {
        const key = evidenceKey(check.id, part);
        const seen = release.evidence[key];
        const isAskable = release.plan.bound.includes(key) || (seen?.by === undefined && check.probe !== undefined);
        return isAskable && seen !== undefined && since(seenAt(seen), now) > (recheck?.within ?? 0);
      }),
    )
    .map(({ id }) => id);

/**
 * The rollout for which an answer only says that things are still as they were: both are good and stand on the same, and
 * it was asked because time has passed. Then signatures for the one before stay; else every look would void them. Null
 * where somebody asked for a new answer, or it is one.
 */
export const heldFor = (process: Process, release: Release, check: Check, next: Evidence): string | null => {
  const rollout = process.requirements.find((one) => one.kind === "rollout" && one.recheck?.checks.includes(check.id));
  const known = release.evidence[evidenceKey(check.id, next.part)];
  if (rollout === undefined || known === undefined || known.build !== next.build) return null;
  const asked = release.asked[check.id] ?? 0;
  if (asked > seenAt(known) && release.rechecks[check.id]?.at !== asked) return null;
  const isGood = (one: Evidence) => isMet(judgeContent(process, release, check, one).state);
  return isGood(known) && isGood(next) && standsOnSame(known, next) ? rollout.id : null;
};

const standsOnSame = (a: Evidence, b: Evidence): boolean =>
  a.vex?.raw === b.vex?.raw &&
  a.compared?.raw === b.compared?.raw &&
  changedItems(a.madeFrom ?? [], b.madeFrom ?? []).length === 0;
