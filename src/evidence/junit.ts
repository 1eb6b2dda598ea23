import type { Report } from "../domain/release/evidence.ts";
import { type Digest, type Instant, isDigest } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { collectTests } from "./collect-tests.ts";
import { readInstant } from "./fields.ts";
import { closedCase, noteInside, type OpenCase, openedCase } from "./junit-case.ts";
import { openedSuite, refuseContradiction, type Suite } from "./junit-declared.ts";
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

/** What is kept of a suite: its element would keep a whole piece of the file in memory. */
type Mark = { readonly name: string; ran: boolean };

/** Suites whose names are listed: more would make the event large. */
const mostSuites = 1_000;

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
  const open: (Suite & { readonly mark: Mark })[] = [];
  const listed: Mark[] = [];
  const dates = oldestDate();
  const builds = new Set<string>();
  let tool = "";
  const parents = { parents: 0, failedParents: 0 };
  let test: OpenCase | null = null;

  const openSuite = (element: XmlElement): void => {
    const mark = { name: keptText(element.attributes.name ?? ""), ran: false };
    if (open.length === 0) tool = mark.name;
    open.push({ ...openedSuite(element), mark });
    if (listed.length < mostSuites) listed.push(mark);
    if (element.attributes.timestamp !== undefined) dates.add(element.attributes.timestamp);
  };

  const closeCase = (closing: OpenCase): void => {
    const done = closedCase(closing);
    tests.add(done);
    for (const suite of open) {
      suite.cases.total++;
      if (done.outcome !== "passed") suite.cases[done.outcome]++;
      if (done.outcome !== "skipped") suite.mark.ran = true;
    }
    const suite = open.at(-1);
    if (suite === undefined) return;
    suite.hasOwnCases = true;
    suite.direct.total++;
    if (closing.inside.has("failure") || closing.inside.has("error")) suite.direct.failed++;
    if (closing.inside.has("skipped")) suite.direct.skipped++;
  };

  const closeSuite = (): void => {
    const suite = open.pop();
    if (suite === undefined) return;
    if (open.length > 0 || !comments.areThere() || suite.element.attributes.tests !== undefined)
      refuseContradiction(suite);
    const outer = open.at(-1);
    if (outer === undefined) return;
    outer.direct.total++;
    parents.parents++;
    if (suite.cases.failed === 0) return;
    outer.direct.failed++;
    outer.direct.skipped++;
    parents.failedParents++;
  };

  const xml = xmlReader({
    open(element, within) {
      const [parent, grandparent] = [within.at(-1), within.at(-2)];
      const { name, attributes } = element;
      if (parent === undefined && !isSuite(name)) unreadable(`its root is <${name}>, not <testsuites> or <testsuite>`);
      const allowed = parent === undefined ? undefined : known[parent];
      // Inside of text and stack traces nothing is counted, whatever its name.
      if (parent !== undefined && (allowed === undefined || !isCounted(within))) return;
      if (allowed?.includes(name) === false) unreadable(`<${name}> in a <${parent}> is not known to this parser`);
      if (isSuite(name)) openSuite(element);
      else if (name === "testcase") test = openedCase(element);
      else if (parent === "testcase" && test !== null) noteInside(test, element);
      else if (name === "property" && grandparent !== undefined && attributes.name === "build.digest")
        builds.add(keptText(attributes.value ?? ""));
    },
    close(name, within) {
      if (!isCounted([...within, name])) return;
      if (isSuite(name)) closeSuite();
      else if (name === "testcase" && test !== null) {
        closeCase(test);
        test = null;
      }
    },
    comment: comments.add,
  });

  return {
    write: xml.write,
    end(): Report {
      xml.end();
      comments.refuseContradiction({ total: tests.total(), failed: tests.count.failed, ...parents });
      const { figures, lists, findings } = tests.report();
      const suites = [...new Set(listed.filter(({ ran }) => ran).map(({ name }) => name))].filter(
        (name) => name !== "",
      );
      return {
        ...blank,
        figures,
        lists: { suites, ...lists },
        findings,
        build: onlyBuild(builds),
        madeAt: dates.oldest(),
        tool,
      };
    },
  };
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
