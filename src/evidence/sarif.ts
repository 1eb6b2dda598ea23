import type { Finding, Report } from "../domain/release/evidence.ts";
import { type Digest, type Instant, isDigest } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { readInstant } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { type Result, type Run, sarifLog } from "./sarif-schema.ts";
import { ruleOf, severityOf } from "./sarif-severity.ts";
import { severityFigures } from "./severity-figures.ts";
import { unreadable } from "./unreadable.ts";

/**
 * SARIF 2.1.0, the format of scanners. Figures `critical`, `high`, `medium`, `low` and `total` count the open results
 * (`total` also those of no severity): not the suppressed ones whose suppression is accepted, not those that are gone
 * since the baseline, not those that say `pass`, `informational` or `notApplicable`.
 *
 * A run without results, or one that says that it did not succeed, has scanned nothing: unreadable, not clean.
 *
 * @throws Unreadable
 * @source OASIS SARIF 2.1.0 §3.27.9 (kind), §3.27.23 (suppressions), §3.27.24 (baselineState)
 */
export const sarif = (text: string): Report => {
  const { runs } = checked(sarifLog, parseJson(text));
  for (const run of runs) refuseUnfinished(run);
  const findings = runs.flatMap((run) => run.results.filter(isOpen).map((result) => finding(run, result)));
  return {
    ...blank,
    figures: severityFigures(findings),
    findings,
    build: buildOf(runs),
    madeAt: madeAt(runs),
    tool: runs.map(toolOf).join(", "),
  };
};

const refuseUnfinished = (run: Run): void => {
  if (run.invocations.some(({ executionSuccessful }) => executionSuccessful === false))
    unreadable(`${toolOf(run)} says that its run did not succeed, so what it did not find proves nothing`);
};

const toolOf = ({ tool: { driver } }: Run): string =>
  [driver.name, driver.semanticVersion ?? driver.version ?? ""].join(" ").trim();

const isOpen = ({ kind, suppressions, baselineState }: Result): boolean => {
  const suppressed = suppressions.length > 0 && suppressions.every(({ status }) => status === "accepted");
  return !suppressed && baselineState !== "absent" && ["fail", "open", "review"].includes(kind);
};

const finding = (run: Run, result: Result): Finding => {
  const place = result.locations[0]?.physicalLocation;
  const uri = place?.artifactLocation?.uri ?? "";
  const where = place?.region?.startLine === undefined ? uri : `${uri}:${place.region.startLine}`;
  const rule = ruleOf(run, result);
  const id = result.ruleId ?? result.rule?.id ?? rule?.id ?? "";
  const print = fingerprint(result);
  return {
    id: [id, print ?? where].join(" ").trim(),
    severity: severityOf(rule, result),
    title: (result.message.text ?? result.message.markdown ?? id).split("\n", 1)[0] ?? "",
    where,
    names: id === "" ? [] : [id],
    component: uri,
    key: [id, print ?? uri].join(" ").trim(),
  };
};

/** What stays the same when lines move, so that a finding can be recognised in the next scan. */
const fingerprint = ({ fingerprints, partialFingerprints }: Result): string | undefined =>
  [fingerprints, partialFingerprints].flatMap((prints) => Object.entries(prints).toSorted()[0]?.[1] ?? [])[0];

const buildOf = (runs: readonly Run[]): Digest | null => {
  const [build, ...others] = new Set(runs.map(({ properties }) => properties["build.digest"]));
  if (others.length > 0) unreadable("its runs are not about one and the same build");
  if (build === undefined) return null;
  return typeof build === "string" && isDigest(build)
    ? build
    : unreadable(`its build.digest is ${JSON.stringify(build)}, not sha256:<64 lower-case hex digits>`);
};

/** The end of the oldest run; null when one does not say. */
const madeAt = (runs: readonly Run[]): Instant | null => {
  const ends = runs.map(endOf);
  return ends.includes(null) ? null : ((ends as Instant[]).toSorted((a, b) => a - b)[0] ?? null);
};

const endOf = ({ invocations }: Run): Instant | null => {
  const ends = invocations.flatMap(({ endTimeUtc }) => (endTimeUtc === undefined ? [] : [utc(endTimeUtc)]));
  return ends.toSorted((a, b) => b - a)[0] ?? null;
};

const utc = (text: string): Instant => readInstant(text) ?? unreadable(`endTimeUtc "${text}" is no UTC date and time`);
