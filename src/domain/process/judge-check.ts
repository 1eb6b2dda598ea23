import { askAgainAt, waitsFor } from "../release/ask-again-at.ts";
import { type Evidence, madeAt, type Report, seenAt } from "../release/evidence.ts";
import { evidenceKey, type Release } from "../release/release.ts";
import { type Instant, type Millis, since } from "../units.ts";
import { applies, whyNot } from "./applies.ts";
import { isFresh, isUndone, judgedAt, notBefore, periodEnd } from "./dates.ts";
import { judgeRule } from "./judge-rule.ts";
import { isMet, type Judgement, worst } from "./judgement.ts";
import { partsOf } from "./parts-of.ts";
import { pauseAfter } from "./pause-after.ts";
import type { Check, Process } from "./process.ts";
import { requirementOf, stageOf } from "./requirement-of.ts";
import type { Rule } from "./rule.ts";
import { changedItems, shownFor } from "./shown.ts";

/** Parts that this release has to answer. */
export const openParts = ({ plan }: Pick<Release, "plan">, check: Check): readonly string[] =>
  partsOf(check).filter((part) => applies(plan, check, part));

/** A check is as good as its worst part; one of which no part applies asks for nothing. */
export const judgeCheck = (process: Process, release: Release, check: Check, now: Instant): Judgement => {
  const parts = openParts(release, check);
  if (parts.length === 0) return { state: "not applicable", reason: whyNot(check) };
  const judgements = parts.map((part) => judgePart(process, release, check, part, now));
  return check.matrix === true ? partial(judgements) : worst(judgements);
};

/** What some runs of a set say, while others are missing, tells nothing of the whole (R114). */
const partial = (judgements: readonly Judgement[]): Judgement => {
  const { state, reason } = worst(judgements);
  return state === "missing" && judgements.some((one) => one.state !== "missing")
    ? { state: "inconclusive", reason: `partial: ${reason}` }
    : { state, reason };
};

const judgePart = (process: Process, release: Release, check: Check, part: string, now: Instant): Judgement => {
  const label = part === "" ? "" : `${part}: `;
  const key = evidenceKey(check.id, part);
  const evidence = release.evidence[key];
  if (evidence === undefined && release.outdated.includes(key))
    return { state: "stale", reason: `${label}it was about another build` };
  if (evidence === undefined) return { state: "missing", reason: part === "" ? "no evidence yet" : `${part} missing` };
  const { state, reason } = judgeEvidence(process, release, check, evidence, now);
  return { state, reason: reason === "" ? "" : label + reason };
};

const judgeEvidence = (
  process: Process,
  release: Release,
  check: Check,
  evidence: Evidence,
  now: Instant,
): Judgement => {
  const { report } = evidence;
  if (evidence.build !== release.build.digest) return { state: "stale", reason: "it is about another build" };
  if (report === null) return { state: "error", reason: evidence.problem ?? "the report could not be read" };
  const outdated = whyStale(process, release, check, evidence, report, now);
  if (outdated !== null) return { state: "stale", reason: outdated };
  return judgeContent(process, release, check, evidence);
};

/** What it says, whenever it was. */
export const judgeContent = (process: Process, release: Release, check: Check, evidence: Evidence): Judgement => {
  const { report } = evidence;
  if (report === null) return { state: "error", reason: evidence.problem ?? "the report could not be read" };
  if (askAgainAt(report) !== null) return { state: "missing", reason: waitsFor(report) };
  if (check.comparedWith !== undefined && evidence.compared === undefined)
    return { state: "inconclusive", reason: `it was not compared with ${check.comparedWith}` };
  const rules = judgeRules(process, release, check, evidence);
  // A check without a rule would pass whatever it saw.
  if (rules.length === 0) return { state: "inconclusive", reason: "the process gives no rule to judge it by" };
  const judged = worst(rules);
  const problem = evidence.compared?.problem ?? null;
  return isMet(judged.state) || problem === null ? judged : { ...judged, reason: `${judged.reason} (${problem})` };
};

/** What a report says by the rules is the same whenever it is asked: evidence is never changed, only replaced. */
const judgeRules = (
  { metrics }: Process,
  { plan: { declared } }: Release,
  check: Check,
  evidence: Evidence,
): readonly Judgement[] => {
  const last = judgedLast.get(evidence);
  if (last?.check === check && last.metrics === metrics && last.declared === declared) return last.judgements;
  const judgements = judgeByRules(metrics, declared, check, evidence);
  judgedLast.set(evidence, { check, metrics, declared, judgements });
  return judgements;
};

const judgedLast = new WeakMap<
  Evidence,
  {
    readonly check: Check;
    readonly metrics: Process["metrics"];
    readonly declared: Release["plan"]["declared"];
    readonly judgements: readonly Judgement[];
  }
>();

const judgeByRules = (
  metrics: Process["metrics"],
  declared: Release["plan"]["declared"],
  { rules }: Check,
  evidence: Evidence,
): readonly Judgement[] => {
  const { report } = evidence;
  if (report === null) return [];
  const seen = withAge(rules, withCompared(report, evidence), evidence);
  return rules
    .filter(({ part }) => part === undefined || part === evidence.part)
    .map((rule) => judgeRule(rule, seen, metrics, declared));
};

/** Whether the report itself says that it is too old, or that something was done too long ago: asking does not mend it. */
export const isStaleByItself = (
  process: Process,
  release: Release,
  check: Check,
  evidence: Evidence,
  now: Instant,
): boolean => {
  const { freshness } = check;
  const isNew = (at: Instant) => freshness === undefined || isFresh(process, release, at, freshness, now);
  return (
    judgeRules(process, release, check, evidence).some(({ state }) => state === "stale") ||
    (isNew(seenAt(evidence)) && !isNew(madeAt(evidence)))
  );
};

/** Rules see what the report says, and what is different from the reference. */
const withCompared = (report: Report, { compared }: Evidence): Report =>
  compared === undefined
    ? report
    : {
        ...report,
        figures: { ...report.figures, ...compared.figures },
        lists: { ...report.lists, ...compared.lists },
      };

/**
 * How long before the look its report ends, in minutes, for a rule that asks: an export that nobody renews stays as good
 * as on its last day, however often it is read.
 */
const withAge = (rules: readonly Rule[], report: Report, { at }: Evidence): Report => {
  if (!rules.some((rule) => rule.kind === "figure" && rule.figure === "reportAgeMinutes")) return report;
  const reportAgeMinutes = Math.round(since(report.madeAt ?? at, at) / 60_000);
  return { ...report, figures: { ...report.figures, reportAgeMinutes } };
};

const hour = 3_600_000;
const lengthOf = (length: Millis): string =>
  length >= 48 * hour ? `${Math.round(length / hour / 24)} days` : `${Math.round((10 * length) / hour) / 10} hours`;

const whyStale = (
  process: Process,
  release: Release,
  check: Check,
  evidence: Evidence,
  report: Report,
  now: Instant,
): string | null => {
  if (seenAt(evidence) < notBefore(process, release, check)) return "it is from before this attempt";
  if (isUndone(process, release, check)) return "the rollout that it looked at was rolled back";
  if (check.freshness !== undefined && !isFresh(process, release, madeAt(evidence), check.freshness, now))
    return `it is older than ${lengthOf(check.freshness.within)}`;
  const changed = lookedAtChanges(process, release, check, evidence, now);
  if (changed.length > 0) return `it was made before these changed: ${changed.join(", ")}`;
  const { vex } = evidence;
  if (
    vex !== undefined &&
    check.freshness !== undefined &&
    !isFresh(process, release, vex.madeAt, check.freshness, now)
  )
    return `the VEX document that takes findings out of it is older than ${lengthOf(check.freshness.within)}`;
  const { expires } = report.figures;
  if (expires !== undefined && expires < judgedAt(process, release, check.freshness?.at, now)) return "it has expired";
  if (isOverdue(process, release, check, seenAt(evidence), now)) return "the last look is too long ago";
  return check.supersededByStage ? superseded(process, release, check, report) : null;
};

/** What has to be fresh for a stage is judged by how things stood when that began. */
const lookedAtChanges = (
  process: Process,
  release: Release,
  { looksAt = [], freshness }: Check,
  { madeFrom }: Evidence,
  now: Instant,
): readonly string[] =>
  madeFrom === undefined || judgedAt(process, release, freshness?.at, now) !== now
    ? []
    : changedItems(madeFrom, shownFor(process, release, looksAt));

/** Re-checks end with the stage's period. */
const isOverdue = (process: Process, release: Release, check: Check, at: Instant, now: Instant): boolean => {
  const pause = pauseAfter(process, release, check, at);
  if (pause === null) return false;
  const stage = stageOf(process, check.stage);
  const end = stage === undefined ? null : periodEnd(process, release, stage);
  const until = end === null ? now : (Math.min(now, end) as Instant);
  return since(at, until) > 1.5 * pause;
};

/** A decision names what it was taken on; a report that changed since supersedes it (R10). */
const superseded = (process: Process, release: Release, check: Check, report: Report): string | null => {
  const named = new Set(report.lists.evidence ?? []);
  const changed = Object.values(release.evidence)
    .filter(({ requirement }) => requirement !== check.id && requirementOf(process, requirement)?.stage === check.stage)
    .filter(({ raw }) => !named.has(raw))
    .map(({ requirement, part }) => evidenceKey(requirement, part));
  return changed.length === 0 ? null : `superseded: decided without ${changed.join(", ")}`;
};
