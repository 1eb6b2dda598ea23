import { judge } from "../process/judge.ts";
import { judgeContent, openParts } from "../process/judge-check.ts";
import { isMet } from "../process/judgement.ts";
import type { Check, Process, RolloutRequirement } from "../process/process.ts";
import { changedItems } from "../process/shown.ts";
import { type Compared, type Evidence, seenAt } from "../release/evidence.ts";
import { evidenceKey, type Release } from "../release/release.ts";
import { type Instant, since } from "../units.ts";

/**
 * Ids of the checks that a machine looks at once more before this rollout begins, for its last look is too long ago.
 * What somebody handed in and nothing is bound for cannot be asked again: it counts for as long as the process says.
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
    // An emergency is not asked for everything: what nobody asks would be waited for in vain.
    .filter((check) => judge(process, release, check, now).state !== "not applicable")
    .map(({ id }) => id);

/** Whether it is asked only because a rollout is about to begin and time has passed; nobody asked for a new answer. */
export const isLookedAtAgain = ({ asked, rechecks }: Release, { id }: Pick<Check, "id">, known: Evidence): boolean => {
  const at = asked[id] ?? 0;
  return at > seenAt(known) && rechecks[id]?.at === at;
};

/**
 * The rollout for which an answer only says that things are still as they were: both are good, nothing in it is new, and
 * it was asked because time has passed. Then signatures for the one before stay; else every look would void them. Null
 * where somebody asked for a new answer, or it is one.
 */
export const heldFor = (process: Process, release: Release, check: Check, next: Evidence): string | null => {
  const rollout = process.requirements.find((one) => one.kind === "rollout" && one.recheck?.checks.includes(check.id));
  const known = release.evidence[evidenceKey(check.id, next.part)];
  if (rollout === undefined || known === undefined || known.build !== next.build) return null;
  const isWanted = (release.asked[check.id] ?? 0) > seenAt(known);
  if (isWanted && !isLookedAtAgain(release, check, known)) return null;
  const isGood = (one: Evidence) => isMet(judgeContent(process, release, check, one).state);
  return isGood(known) && isGood(next) && saysNothingNew(known, next) ? rollout.id : null;
};

const saysNothingNew = (known: Evidence, next: Evidence): boolean =>
  known.vex?.raw === next.vex?.raw &&
  changedItems(known.madeFrom ?? [], next.madeFrom ?? []).length === 0 &&
  // What a person signed is that person's word, and another one is another word.
  (next.report?.signer == null || known.raw === next.raw) &&
  isComparedAlike(known.compared, next.compared);

/** A reference that is made anew has other bytes each time: what counts is the build, and whether anything grave is new. */
const isComparedAlike = (known: Compared | undefined, next: Compared | undefined): boolean =>
  known === undefined || next === undefined
    ? known === next
    : known.build === next.build && new Set(graveIn(next)).isSubsetOf(new Set(graveIn(known)));

const graveIn = ({ findings, lists }: Compared): readonly string[] => [
  ...findings
    .filter(({ severity }) => severity === "critical" || severity === "high")
    .map(({ key, id, severity }) => `${severity} ${key ?? id}`),
  ...(lists.returning ?? []).map((one) => `returning ${one}`),
];
