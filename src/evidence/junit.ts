import type { Finding, Report } from "../domain/release/evidence.ts";
import { type Digest, type Instant, isDigest } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { readInstant } from "./fields.ts";
import { refuseContradiction, type Tally } from "./junit-declared.ts";
import { unreadable } from "./unreadable.ts";
import { parseXml, type XmlElement } from "./xml.ts";

/**
 * JUnit XML, as most test runners write it. Figures `total`, `passed`, `failed` (failures and errors), `skipped`,
 * `blocked` (the same), `durationMs` (only when every case has its time); list `suites`: names of the suites in which
 * at least one case really ran; a finding per failed case.
 *
 * Everything is counted from the cases; a suite that declares other numbers, or none, makes the report unreadable, and
 * so does an element that we do not know: it could be a failure by another name.
 *
 * @throws Unreadable
 */
export const junit = (text: string): Report => {
  const root = parseXml(text);
  if (!isSuite(root)) unreadable(`its root is <${root.name}>, not <testsuites> or <testsuite>`);
  refuseStrangers(root);
  refuseContradictions(root);
  const cases = casesOf(root);
  const { total, failed, skipped } = tally(cases);
  const passed = total - failed - skipped;
  return {
    ...blank,
    figures: { total, passed, failed, skipped, blocked: skipped, ...duration(cases) },
    lists: { suites: [...new Set(suitesOf(root).filter(hasRun).map(nameOf))].filter((name) => name !== "") },
    findings: cases.filter((c) => outcomeOf(c) === "failed").map(finding),
    build: buildOf(root),
    madeAt: oldest(suitesOf(root)),
    tool: nameOf(root),
  };
};

const output = ["properties", "system-out", "system-err"];
const known: Readonly<Record<string, readonly string[]>> = {
  testsuites: ["testsuite", "testcase", ...output],
  testsuite: ["testsuite", "testcase", ...output],
  // Reruns: a case that failed at last carries <failure> as well; a flaky one passed at last.
  testcase: [
    "failure",
    "error",
    "skipped",
    "disabled",
    "rerunFailure",
    "rerunError",
    "flakyFailure",
    "flakyError",
  ].concat(output),
  properties: ["property"],
};

const refuseStrangers = (element: XmlElement): void => {
  const allowed = known[element.name];
  if (allowed === undefined) return; // text and stack traces: nothing is counted below them
  for (const child of element.children) {
    if (!allowed.includes(child.name)) unreadable(`<${child.name}> in a <${element.name}> is not known to this parser`);
    refuseStrangers(child);
  }
};

const refuseContradictions = (suite: XmlElement): void => {
  const required = suite.children.some(({ name }) => name === "testcase");
  refuseContradiction(suite, tally(casesOf(suite)), required);
  for (const child of suite.children.filter(isSuite)) refuseContradictions(child);
};

const isSuite = ({ name }: XmlElement): boolean => name === "testsuite" || name === "testsuites";
const suitesOf = (element: XmlElement): XmlElement[] =>
  isSuite(element) ? [element, ...element.children.flatMap(suitesOf)] : [];
const casesOf = (element: XmlElement): XmlElement[] =>
  element.name === "testcase" ? [element] : isSuite(element) ? element.children.flatMap(casesOf) : [];
const hasRun = (suite: XmlElement): boolean => casesOf(suite).some((c) => outcomeOf(c) !== "skipped");
const nameOf = ({ attributes }: XmlElement): string => attributes.name ?? "";

const outcomeOf = ({ children, attributes }: XmlElement): "passed" | "failed" | "skipped" => {
  const has = (...names: string[]) => children.some(({ name }) => names.includes(name));
  if (has("failure", "error")) return "failed";
  // GoogleTest writes no <skipped>, but says that a case was not run.
  const notRun = attributes.status === "notrun" || ["skipped", "suppressed"].includes(attributes.result ?? "");
  return notRun || has("skipped", "disabled") ? "skipped" : "passed";
};

const tally = (cases: readonly XmlElement[]): Tally => {
  const outcomes = cases.map(outcomeOf);
  const count = (outcome: string) => outcomes.filter((o) => o === outcome).length;
  return { total: cases.length, failed: count("failed"), skipped: count("skipped") };
};

/** Seconds, with the thousands separators that Maven writes. */
const seconds = /^\d+(,\d{3})*(\.\d+)?([eE][+-]?\d+)?$/;

const duration = (cases: readonly XmlElement[]): { durationMs?: number } => {
  const times = cases.map(({ attributes }) => attributes.time);
  const odd = times.find((time) => time !== undefined && !seconds.test(time));
  if (odd !== undefined) unreadable(`a test case took time="${odd}", which is no number of seconds`);
  if (cases.length === 0 || times.includes(undefined)) return {};
  const sum = times.reduce((total, time) => total + Number(time?.replaceAll(",", "")), 0);
  return Number.isFinite(sum) ? { durationMs: Math.round(sum * 1000) } : unreadable("its times are out of all bounds");
};

const finding = (element: XmlElement): Finding => {
  const { classname, name = "unnamed", file, line } = element.attributes;
  const cause = element.children.find((child) => child.name === "failure" || child.name === "error");
  return {
    id: classname ? `${classname}.${name}` : name,
    severity: "high",
    title: cause?.attributes.message?.split("\n", 1)[0] || `${name} failed`,
    where: file ? (line ? `${file}:${line}` : file) : (classname ?? ""),
  };
};

const buildOf = (root: XmlElement): Digest | null => {
  const all = (element: XmlElement): XmlElement[] => [element, ...element.children.flatMap(all)];
  const named = all(root).filter(({ name, attributes }) => name === "property" && attributes.name === "build.digest");
  const [build, ...others] = new Set(named.map(({ attributes }) => attributes.value ?? ""));
  if (others.length > 0) unreadable(`it names more than one build: ${[build, ...others].join(" and ")}`);
  if (build === undefined) return null;
  return isDigest(build) ? build : unreadable(`its build.digest is "${build}", not sha256:<64 lower-case hex digits>`);
};

/** The oldest suite dates the report, for it is as fresh as that; null when one of the dates has no offset. */
const oldest = (suites: readonly XmlElement[]): Instant | null => {
  const stamps = suites.flatMap(({ attributes }) => attributes.timestamp ?? []);
  const dates = stamps.map(readInstant);
  const odd = stamps.find((stamp, i) => dates[i] === null && readInstant(`${stamp}Z`) === null);
  if (odd !== undefined) unreadable(`its timestamp "${odd}" is no ISO-8601 date and time`);
  return dates.includes(null) ? null : ((dates as Instant[]).toSorted((a, b) => a - b)[0] ?? null);
};
