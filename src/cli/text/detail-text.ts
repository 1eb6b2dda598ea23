import type { RequirementDetail } from "../../api/to-requirement-detail-answer.ts";
import type { Requirement } from "../../domain/process/process.ts";
import type { Compared, Evidence } from "../../domain/release/evidence.ts";
import { provedBy, signerInWords } from "../../domain/release/stand-in.ts";
import { columns, flow, wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { rolloutText } from "./rollout-text.ts";
import { stateOf } from "./status-text.ts";
import { showMinute } from "./time.ts";

/** Findings that a screen is worth; the rest stands in JSON. */
const mostFindings = 20;
/** Of a list, such as that of the tests that ran. */
const mostNamed = 40;

/** One requirement on a page: where it stands, what it asks for, and what there is. */
export const detailText = (detail: RequirementDetail, layout: Layout): string => {
  const { status, definition, evidence, rollouts } = detail;
  const { paint, columns: width } = layout;
  const owed = status.who.join(", ") || "nobody yet";
  return [
    `${paint.strong(status.id)}  ${stateOf(status.state, paint)}  ${status.title}`,
    ...wrap(status.reason, width, "  "),
    ...wrap(status.why, width, "  ").map(paint.faint),
    `  ${status.kind} of ${status.stage}, owed by ${owed} (${status.owner})`,
    ...(status.act === "" ? [] : [`  → ${status.act}`]),
    ...(definition === null ? [] : asked(definition)),
    ...evidence.flatMap((one) => ["", ...evidenceText(one, layout)]),
    ...given(detail),
    ...rollouts.flatMap((rollout) => ["", ...rolloutText(rollout, layout)]),
  ].join("\n");
};

const asked = (definition: Requirement): readonly string[] => {
  switch (definition.kind) {
    case "check":
      return [
        ...named("reads", definition.reports),
        ...named("parts", definition.parts),
        ...named("compared with", definition.comparedWith === undefined ? [] : [definition.comparedWith]),
        ...named("takes VEX documents as", definition.vex ?? []),
        ...named("signed by one of", definition.signers),
      ];
    case "record":
      return [
        "  It asks for these fields, as YAML:",
        ...definition.fields.map(
          ({ name, asks, required }) => `    ${name}: ${asks}${required ? "" : " (may be left out)"}`,
        ),
      ];
    case "message":
      return [`  to ${definition.audience}: ${definition.subject}`];
    case "rollout":
      return [`  ${definition.purpose} in ${definition.environment}`];
    case "approval":
    case "document":
      return [];
  }
};

const named = (label: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : [`  ${label}: ${items.slice(0, mostNamed).join(", ")}${more(items.length - mostNamed)}`];

const more = (rest: number): string => (rest > 0 ? ` and ${rest} more: --json` : "");

const evidenceText = (evidence: Evidence, { paint, columns: width }: Layout): readonly string[] => {
  const { part, format, source, raw, at, build, problem, report, compared } = evidence;
  const findings = compared?.findings ?? report?.findings ?? [];
  return [
    paint.strong(`evidence${part === "" ? "" : ` ${part}`}: ${format} from ${source}`),
    `  read ${showMinute(at)}, bytes ${raw.slice(0, 19)}, about build ${build.slice(0, 19)}`,
    ...(problem === null ? [] : [`  ${paint.bad("could not be read")}: ${problem}`]),
    ...(compared === undefined ? [] : comparedText(compared).map((line) => `  ${line}`)),
    ...flow(
      Object.entries({ ...report?.figures, ...compared?.figures, ...report?.texts }).map(
        ([name, value]) => `${name} ${value}`,
      ),
      ", ",
      width - 2,
    ).map((line) => `  ${line}`),
    ...Object.entries({ ...report?.lists, ...notEmpty(compared) }).flatMap(([name, items]) => named(name, items)),
    ...columns(findings.slice(0, mostFindings).map((one) => [`  ${one.severity}`, one.id, one.where, one.title])),
    ...(findings.length > mostFindings ? [`  and ${findings.length - mostFindings} more findings: --json`] : []),
  ];
};

const comparedText = ({ version, build, release, raw, problem }: Compared): readonly string[] => [
  ...(raw === null
    ? []
    : [`compared with ${version} (${build?.slice(0, 19)}), ${release ?? "a report on it"}, bytes ${raw.slice(0, 19)}`]),
  ...(problem === null ? [] : [`compared with nothing: ${problem}`]),
];

const notEmpty = (compared: Compared | undefined): Compared["lists"] => {
  return Object.fromEntries(Object.entries(compared?.lists ?? {}).filter(([, ids]) => ids.length > 0));
};

const given = ({ approval, waiver, record, document, deliveries }: RequirementDetail): readonly string[] => [
  ...(approval === null
    ? []
    : [
        "",
        `signed by ${signerInWords(approval)} as ${approval.role}, ${showMinute(approval.at)}, for ${approval.shownDigest.slice(0, 19)}${provedBy(approval)}`,
      ]),
  ...(waiver === null
    ? []
    : [
        "",
        `waiver asked for by ${waiver.requestedBy}, ${waiver.grantedBy === null ? "not granted yet" : `granted by ${waiver.grantedBy}`}, until ${showMinute(waiver.expires)}`,
        `  reason: ${waiver.reason}`,
        `  risk: ${waiver.risk}`,
        `  instead: ${waiver.control}`,
      ]),
  ...(record === null
    ? []
    : [
        "",
        `filed by ${record.by}, ${showMinute(record.at)}, ${record.raw.slice(0, 19)}`,
        ...Object.entries(record.fields).map(([name, value]) => `  ${name}: ${value}`),
      ]),
  ...(document === null ? [] : ["", `written by ${document.by}, ${showMinute(document.at)}, ${document.document}`]),
  ...Object.entries(deliveries).map(
    ([to, { delivered, at, detail }]) =>
      `  ${to}: ${delivered ? "delivered" : "NOT delivered"} ${showMinute(at)}${detail === "" ? "" : `, ${detail}`}`,
  ),
];
