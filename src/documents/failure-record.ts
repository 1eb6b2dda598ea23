import type { Failure } from "../domain/failure/failure.ts";
import type { Difference } from "../domain/failure/what-differs.ts";
import { isWhole } from "../domain/failure/what-differs.ts";
import type { AnalysisForm } from "../domain/process/process.ts";
import { describe } from "../domain/release/describe.ts";
import type { Evidence } from "../domain/release/evidence.ts";
import type { Release } from "../domain/release/release.ts";
import type { BuildRef, Rollout } from "../domain/rollout/rollout.ts";
import type { WindowCounts } from "../domain/rollout/window.ts";
import { utcMillis } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, code, heading, type Markdown, md, none, section, stack, subsection, table } from "./markdown.ts";
import { stamp } from "./page.ts";
import { stateTable } from "./states.ts";

/** Words that somebody printed, or why there are none. */
export type Printed = { readonly from: string; readonly lines: readonly string[] } | Missing;
type Missing = { readonly from: string; readonly problem: string };

/** What a machine found out about a failed attempt. Whatever it could not, it says why. */
export type FailureFacts = {
  readonly failure: Failure;
  readonly evidence: readonly Evidence[];
  readonly output: readonly Printed[];
  readonly logs: readonly Printed[];
  readonly lastGood: BuildRef | null;
  readonly differences: readonly Difference[] | string;
  readonly rollout: Rollout | null;
};

/** The record of a failed attempt (R62); after a rollback with the questions of the analysis, and blaming nobody (R130). */
export const failureRecord = (input: DocumentInput, facts: FailureFacts): string => {
  const { failure } = facts;
  const form = input.process.stages.find(({ id }) => id === failure.stage)?.analysis;
  const isAnalysis = failure.owes.includes("analysis");
  return `${
    stack([
      heading(1, `${isAnalysis ? "Post-rollback analysis" : "Failure record"} ${failure.id}`),
      stamp(input),
      section("What failed", whatFailed(failure)),
      ...(isAnalysis && form !== undefined ? [section("Questions", questions(form, failure))] : []),
      section("Results of this attempt", resultsOf(input, failure)),
      section("Timeline", timeline(input, facts)),
      section("Output of what failed", ...evidenceOf(facts.evidence), ...facts.output.map(printed)),
      section("Last lines of the log", ...orNone(facts.logs.map(printed))),
      section("Configuration against the last good build", differencesOf(facts)),
      section("Metrics of the window", metricsOf(input, facts.rollout)),
      section("Not collected", bullets(missingOf(facts))),
    ]).md
  }\n`;
};

const whatFailed = ({ stage, attempt, requirement, reason, build, rollout, at }: Failure): Markdown =>
  bullets([
    md`Attempt ${attempt} of ${stage}, at ${utcMillis(at)}`,
    md`Requirement: ${requirement}`,
    md`Reason: ${reason}`,
    md`Build: ${build.version}, ${code(build.digest)}`,
    md`Rollout: ${rollout ?? "none"}`,
  ]);

/** How the whole stage stood, so that each attempt has a report of its own (R68). */
const resultsOf = (input: DocumentInput, { stage }: Failure): Markdown =>
  stateTable(
    input,
    input.process.requirements.filter(
      (one) => one.stage === stage && one.kind !== "approval" && one.kind !== "message",
    ),
  );

/** It asks what happened and what let it happen. */
const questions = ({ fields }: AnalysisForm, { analysis }: Failure): Markdown =>
  table(
    ["Field", "Question", "Answer"],
    fields.map(({ name, asks }) => [name, asks, analysis?.fields[name] ?? "not answered yet"]),
  );

/** Without the names of those who acted: it is about what happened. */
const timeline = ({ history }: DocumentInput, { rollout, failure }: FailureFacts): Markdown => {
  const from = rollout?.requestedAt ?? failure.at - 3_600_000;
  const until = Math.max(rollout?.endedAt ?? 0, failure.at);
  const lines = history.filter(
    ({ event }) => event.at >= from && event.at <= until && event.type !== "VerdictRecorded",
  );
  return table(
    ["When (UTC)", "What"],
    lines.map(({ event }) => [utcMillis(event.at), describe(event)]),
  );
};

const evidenceOf = (evidence: readonly Evidence[]): readonly Markdown[] =>
  evidence.map(({ requirement, part, source, report, problem }) =>
    subsection(
      part === "" ? requirement : `${requirement}#${part}`,
      md`From: ${source}`,
      report === null
        ? md`It could not be read: ${problem ?? "no reason given"}`
        : table(
            ["Figure", "Value"],
            [...Object.entries(report.figures), ...Object.entries(report.texts)].map(([name, value]) => [name, value]),
          ),
      ...(report === null || report.findings.length === 0
        ? []
        : [bullets(report.findings.slice(0, 50).map(({ title }) => title))]),
    ),
  );

const printed = (one: Printed): Markdown =>
  "problem" in one ? md`${one.from}: not collected.` : subsection(one.from, fenced(one.lines));

/** A block that its own text cannot end. */
const fenced = (lines: readonly string[]): Markdown => {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey has no place on a page.
  const text = lines.map((line) => line.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")).join("\n");
  return { md: `${fence}text\n${text}\n${fence}` };
};

const orNone = (blocks: readonly Markdown[]): readonly Markdown[] => (blocks.length === 0 ? [none] : blocks);

const differencesOf = ({ lastGood, differences }: FailureFacts): Markdown => {
  if (lastGood === null) return md`No build was known to be good there.`;
  const against = md`Last good: ${lastGood.version}, ${code(lastGood.digest)}.`;
  if (typeof differences === "string") return stack([against, md`${differences}`]);
  const rows = differences.map(({ path, before, after }) => [path, before, after]);
  return stack([
    against,
    rows.length === 0 ? md`The configuration is the same.` : table(["What", "Then", "Now"], rows),
  ]);
};

/** The last windows of that rollout, as counted. */
const metricsOf = ({ history }: DocumentInput, rollout: Rollout | null): Markdown => {
  if (rollout === null) return none;
  const counts = (side: WindowCounts | null): string =>
    side === null ? "not measured" : `${side.errors} of ${side.requests} failed`;
  const rows = history.flatMap(({ event }) =>
    event.type === "VerdictRecorded" && event.rollout === rollout.id
      ? [
          [
            utcMillis(event.window.from),
            utcMillis(event.window.to),
            counts(event.window.candidate),
            counts(event.window.baseline),
            event.verdict.reason,
          ],
        ]
      : [],
  );
  return table(["From", "To", "Candidate", "Baseline", "Verdict"], rows.slice(-10));
};

const missingOf = ({ output, logs, differences, rollout }: FailureFacts): readonly string[] => [
  ...[...output, ...logs].flatMap((one) => ("problem" in one ? [`${one.from}: ${one.problem}`] : [])),
  ...(isWhole(differences) ? [] : [`configuration: ${differences}`]),
  ...(rollout === null ? ["metrics: no rollout of this build was there"] : []),
];

/** The rollout whose traffic and time a failure is about: its own, or the last one in its stage's environment. */
export const rolloutBehind = (release: Release, { rollout, build }: Failure, environments: readonly string[]) =>
  release.rollouts.find(({ id }) => id === rollout) ??
  release.rollouts.findLast(
    ({ environment, candidate }) => environments.includes(environment) && candidate.digest === build.digest,
  ) ??
  null;
