import type { Check } from "../domain/process/process.ts";
import { isReference, isVex, vexPart } from "../domain/process/side-parts.ts";
import type { Compared, Evidence, Report } from "../domain/release/evidence.ts";
import { evidenceKey } from "../domain/release/release.ts";
import { compareReports, type Read } from "../evidence/compare-reports.ts";
import { readReport } from "../evidence/read-report.ts";
import { withVex } from "../evidence/vex-report.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { type Reference, referenceFor } from "./reference.ts";

type Ports = Pick<Deps, "journal" | "blobs">;

/**
 * Evidence as it counts: without the findings that a VEX document of the same check takes out, and compared with what the
 * check compares with. Both are functions of kept bytes; which bytes, the evidence names.
 *
 * @param fresh  a reference that was asked for together with the report, in place of what is known
 */
export const weigh = async (
  deps: Ports,
  loaded: Pick<Loaded, "release" | "process">,
  evidence: Evidence,
  fresh?: Reference,
): Promise<Evidence> => {
  const check = loaded.process.requirements.find(({ id }) => id === evidence.requirement);
  if (check?.kind !== "check" || evidence.report === null) return evidence;
  if (isVex(check, evidence.part) || isReference(check, evidence.part)) return evidence;
  const excused = await excusing(deps, loaded, check, evidence, evidence.report);
  if (check.comparedWith === undefined) return excused;
  const reference = fresh ?? (await referenceFor(deps, loaded, check, evidence.part));
  return { ...excused, compared: await compare(deps, excused, excused.report ?? evidence.report, reference) };
};

const excusing = async (
  deps: Ports,
  { release }: Pick<Loaded, "release">,
  check: Check,
  evidence: Evidence,
  report: Report,
): Promise<Evidence> => {
  const vex = check.vex === undefined ? undefined : release.evidence[evidenceKey(check.id, vexPart)];
  if (vex === undefined || vex.report === null) return evidence;
  const left = withVex(report, vex.format, await textOf(deps, vex), evidence.build);
  const used = { raw: vex.raw, madeAt: vex.report.madeAt ?? vex.at };
  return left === report ? evidence : { ...evidence, report: left, vex: used };
};

const compare = async (deps: Ports, evidence: Evidence, report: Report, reference: Reference): Promise<Compared> => {
  const text = await textOf(deps, evidence);
  const other = await readAgain(deps, reference);
  const difference = compareReports({ format: evidence.format, report, text }, other.read);
  const isRead = typeof other.read !== "string" && reference.kind === "found";
  return {
    release: reference.kind === "found" ? reference.release : null,
    version: reference.build?.version ?? "",
    build: reference.build?.digest ?? null,
    raw: isRead ? reference.evidence.raw : null,
    ...difference,
    problem: other.problem,
  };
};

type ReadAgain = { readonly read: Read | "none" | "lost"; readonly problem: string | null };

/** The reference by today's parsers, from its bytes: what an older parser made of them cannot be compared. */
const readAgain = async (deps: Ports, reference: Reference): Promise<ReadAgain> => {
  if (reference.kind !== "found") return { read: reference.kind, problem: reference.problem };
  const { format, raw } = reference.evidence;
  const reading = readReport(format, await deps.blobs.get(raw));
  return reading.ok
    ? { read: { format, report: reading.report, text: await textOf(deps, reference.evidence) }, problem: null }
    : { read: "lost", problem: `the report to compare with cannot be read: ${reading.problem}` };
};

const textOf = async ({ blobs }: Ports, { raw }: Pick<Evidence, "raw">): Promise<string> =>
  new TextDecoder().decode(await blobs.get(raw));
