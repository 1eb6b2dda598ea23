import type { Report } from "../domain/release/evidence.ts";
import { type Digest, type Instant, isDigest } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { collectTests } from "./collect-tests.ts";
import { readInstant } from "./fields.ts";
import { closedCase, noteInside, type OpenCase, openedCase } from "./junit-case.ts";
import { junitSuites } from "./junit-suites.ts";
import { keptText } from "./kept-text.ts";
import type { Reader } from "./reader.ts";
import { summaryComments } from "./summary-comments.ts";
import { unreadable } from "./unreadable.ts";
import { type XmlElement, xmlReader } from "./xml.ts";

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

/**
 * JUnit XML, as most test runners write it, read as it comes. Figures and findings as `collectTests` has them (failures
 * and errors are failed); list `suites`: names of the suites in which at least one case really ran, the first 1,000.
 *
 * Everything is counted from the cases; a suite that declares other numbers, or none, makes the report unreadable, and
 * so does an element that we do not know: it could be a failure by another name. Node's reporter declares nothing for
 * cases outside of a suite; there its closing comments must be there and fit.
 */
export const junit = (): Reader => {
  const tests = collectTests();
  const comments = summaryComments();
  const suites = junitSuites(comments.areThere);
  const dates = oldestDate();
  const builds = new Set<string>();
  let test: OpenCase | null = null;

  const openCounted = (element: XmlElement, parent: string | undefined): void => {
    const { name, attributes } = element;
    if (isSuite(name)) {
      suites.open(element);
      if (attributes.timestamp !== undefined) dates.add(attributes.timestamp);
    } else if (name === "testcase") test = openedCase(element);
    else if (parent === "testcase" && test !== null) noteInside(test, element);
    else if (name === "property" && attributes.name === "build.digest") builds.add(keptText(attributes.value ?? ""));
  };
  const closeCase = (): void => {
    if (test === null) return;
    tests.add(closedCase(test));
    suites.count(test);
    test = null;
  };
  const xml = xmlReader({
    open(element, within) {
      if (isKnown(element, within)) openCounted(element, within.at(-1));
    },
    close(name, within) {
      if (!isCounted([...within, name])) return;
      if (isSuite(name)) suites.close();
      else if (name === "testcase") closeCase();
    },
    comment: comments.add,
  });
  return {
    write: xml.write,
    end(): Report {
      xml.end();
      comments.refuseContradiction({ total: tests.total(), failed: tests.count.failed, ...suites.parents });
      const { figures, lists, findings } = tests.report();
      const told = { build: onlyBuild(builds), madeAt: dates.oldest(), tool: suites.outermost() };
      return { ...blank, figures, lists: { suites: suites.thatRan(), ...lists }, findings, ...told };
    },
  };
};

/** False inside of text and stack traces, where nothing is counted whatever its name. @throws Unreadable */
const isKnown = ({ name }: XmlElement, within: readonly string[]): boolean => {
  const parent = within.at(-1);
  if (parent === undefined)
    return isSuite(name) || unreadable(`its root is <${name}>, not <testsuites> or <testsuite>`);
  const allowed = known[parent];
  if (allowed === undefined || !isCounted(within)) return false;
  return allowed.includes(name) || unreadable(`<${name}> in a <${parent}> is not known to this parser`);
};

const isSuite = (name: string): boolean => name === "testsuite" || name === "testsuites";
const isCounted = (path: readonly string[]): boolean =>
  path.every((name, i) => i === path.length - 1 || known[name] !== undefined);

const onlyBuild = (builds: ReadonlySet<string>): Digest | null => {
  const [build, ...others] = builds;
  if (others.length > 0) unreadable(`it names more than one build: ${[build, ...others].join(" and ")}`);
  if (build === undefined) return null;
  return isDigest(build) ? build : unreadable(`its build.digest is "${build}", not sha256:<64 lower-case hex digits>`);
};

/** The oldest suite dates the report, for it is as fresh as that; null when one of the dates has no offset. */
const oldestDate = () => {
  let oldest: Instant | null = null;
  let local = false;
  return {
    add(stamp: string): void {
      const date = readInstant(stamp);
      if (date === null && readInstant(`${stamp}Z`) === null)
        unreadable(`its timestamp "${stamp}" is no ISO-8601 date and time`);
      if (date === null) local = true;
      else if (oldest === null || date < oldest) oldest = date;
    },
    oldest: (): Instant | null => (local ? null : oldest),
  };
};
