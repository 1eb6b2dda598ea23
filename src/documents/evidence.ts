import { openParts } from "../domain/process/judge-check.ts";
import { isMet } from "../domain/process/judgement.ts";
import type { Check, Requirement } from "../domain/process/process.ts";
import type { Evidence, Finding } from "../domain/release/evidence.ts";
import { evidenceKey } from "../domain/release/release.ts";
import { utc } from "../domain/utc.ts";
import { many } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { code, type Markdown, md, section, stack, subsection, type Text, table } from "./markdown.ts";
import { namesFor, roleTitle } from "./people.ts";
import { stateOf } from "./states.ts";

const mostFindings = 50;

/** Whatever reports and probes said to these checks, as they said it: each figure, text and finding, and whose bytes. */
export const evidenceSections = (input: DocumentInput, requirements: readonly Requirement[]): readonly Markdown[] =>
  requirements.filter((one) => one.kind === "check").map((check) => section(check.title, ...evidenceOf(input, check)));

/** The same without a heading, for pages that have one of their own. */
export const evidenceOf = (input: DocumentInput, check: Check): readonly Markdown[] => {
  const { process, release } = input;
  const { state, reason } = stateOf(input, check.id);
  const seen = openParts(release, check).flatMap((part) => release.evidence[evidenceKey(check.id, part)] ?? []);
  return [
    md`${check.id}: **${state}**${reason === "" ? "" : `, ${cutAt(reason)}`}. Owner: ${roleTitle(process, check.owner)}, ${namesFor(release.plan, check.owner)}.`,
    isMet(state) ? { md: "" } : md`Why it matters: ${check.why}`,
    ...(seen.length === 0 ? [md`No evidence yet.`] : seen.map(told)),
  ];
};

/** A sentence is no place for a list of hundreds; the whole of it is among the texts. */
const cutAt = (text: string): string => (text.length <= 200 ? text : `${text.slice(0, 199)}…`);

const told = ({ part, source, parser, raw, at, report, problem }: Evidence): Markdown => {
  const rows: readonly (readonly [string, Text])[] = [
    ["Source", source],
    ["Read", utc(at)],
    ...(report?.madeAt == null ? [] : [["Made", utc(report.madeAt)] as const]),
    ...(report === null || report.tool === "" ? [] : [["Tool", report.tool] as const]),
    ["Parser", code(parser)],
    ["Digest of its bytes", code(raw)],
    ...(report?.signer == null ? [] : [["Signed by", report.signer] as const]),
    ...(problem === null ? [] : [["Could not be read", problem] as const]),
    ...Object.entries(report?.figures ?? {}),
    ...Object.entries(report?.texts ?? {}),
    ...Object.entries(report?.lists ?? {}).map(([name, items]) => [name, items.join(", ")] as const),
  ];
  const facts = table(["What", "Is"], rows);
  const blocks = stack([facts, findingTable(report?.findings ?? [])]);
  return part === "" ? blocks : subsection(part, blocks);
};

const findingTable = (findings: readonly Finding[]): Markdown =>
  findings.length === 0
    ? { md: "" }
    : stack([
        table(
          ["Severity", "Finding", "Where", "Title"],
          findings.slice(0, mostFindings).map(({ severity, id, where, title }) => [severity, id, where, title]),
        ),
        findings.length <= mostFindings
          ? { md: "" }
          : md`And ${many(findings.length - mostFindings, "more finding")}, in the bytes named above.`,
      ]);
