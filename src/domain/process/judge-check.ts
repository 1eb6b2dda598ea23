import type { Evidence, Report } from "../release/evidence.ts";
import { evidenceKey, type Release } from "../release/release.ts";
import { type Instant, type Millis, since } from "../units.ts";
import { applies, whyNot } from "./applies.ts";
import { isFresh, judgedAt, notBefore, periodEnd } from "./dates.ts";
import { judgeRule } from "./judge-rule.ts";
import { type Judgement, worst } from "./judgement.ts";
import type { Check, Process } from "./process.ts";

export const partsOf = (check: Check): readonly string[] => (check.parts.length > 0 ? check.parts : [""]);

/** Parts that this release has to answer. */
export const openParts = ({ plan }: Pick<Release, "plan">, check: Check): readonly string[] =>
  partsOf(check).filter((part) => applies(plan, check, part));

/** A check is as good as its worst part; one of which no part applies asks for nothing. */
export const judgeCheck = (process: Process, release: Release, check: Check, now: Instant): Judgement => {
  const parts = openParts(release, check);
  return parts.length === 0
    ? { state: "not applicable", reason: whyNot(check) }
    : worst(parts.map((part) => judgePart(process, release, check, part, now)));
};

const judgePart = (process: Process, release: Release, check: Check, part: string, now: Instant): Judgement => {
  const label = part === "" ? "" : `${part}: `;
  const evidence = release.evidence[evidenceKey(check.id, part)];
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
  const rules = judgeRules(process, release, check, report);
  // A check without a rule would pass whatever it saw.
  if (rules.length === 0) return { state: "inconclusive", reason: "the process gives no rule to judge it by" };
  return worst(rules);
};

const judgeRules = ({ metrics }: Process, { plan }: Release, { rules }: Check, report: Report): readonly Judgement[] =>
  rules.map((rule) => judgeRule(rule, report, metrics, plan.declared));

/** Whether the report itself says that something was done too long ago. */
export const isStaleByRule = (process: Process, release: Release, check: Check, { report }: Evidence): boolean =>
  report !== null && judgeRules(process, release, check, report).some(({ state }) => state === "stale");

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
  const madeAt = report.madeAt ?? evidence.at;
  if (evidence.at < notBefore(process, release, check)) return "it is from before this attempt";
  if (check.freshness !== undefined && !isFresh(process, release, madeAt, check.freshness, now))
    return `it is older than ${lengthOf(check.freshness.within)}`;
  const { expires } = report.figures;
  if (expires !== undefined && expires < judgedAt(process, release, check.freshness?.at, now)) return "it has expired";
  if (check.every !== undefined && isOverdue(process, release, check, evidence.at, now))
    return "the last look is too long ago";
  return check.supersededByStage ? superseded(process, release, check, report) : null;
};

/** Re-checks end with the stage's period. */
const isOverdue = (process: Process, release: Release, check: Check, at: Instant, now: Instant): boolean => {
  const stage = process.stages.find(({ id }) => id === check.stage);
  const end = stage === undefined ? null : periodEnd(process, release, stage);
  const until = end === null ? now : (Math.min(now, end) as Instant);
  return since(at, until) > 1.5 * (check.every ?? 0);
};

/** A decision names what it was taken on; a report that changed since supersedes it (R10). */
const superseded = (process: Process, release: Release, check: Check, report: Report): string | null => {
  const named = new Set(report.lists.evidence ?? []);
  const changed = Object.values(release.evidence)
    .filter(({ requirement }) => requirement !== check.id && stageOf(process, requirement) === check.stage)
    .filter(({ raw }) => !named.has(raw))
    .map(({ requirement, part }) => evidenceKey(requirement, part));
  return changed.length === 0 ? null : `superseded: decided without ${changed.join(", ")}`;
};

const stageOf = (process: Process, requirement: string): string | undefined =>
  process.requirements.find(({ id }) => id === requirement)?.stage;
