import { type OpenCase, outcomeOf } from "./junit-case.ts";
import { openedSuite, refuseContradiction, type Suite } from "./junit-declared.ts";
import { keptText } from "./kept-text.ts";
import type { XmlElement } from "./xml.ts";

/** What is kept of a suite: its element would keep a whole piece of the file in memory. */
type Mark = { readonly name: string; ran: boolean };

/** Suites whose names are listed: more would make the event large. */
const mostSuites = 1_000;

/**
 * The suites of a JUnit report as they open and close. Each is held against what it declares when it closes.
 *
 * @param areCounted  whether closing comments of the report count all cases, so that its root need not
 */
export const junitSuites = (areCounted: () => boolean) => {
  const open: (Suite & { readonly mark: Mark })[] = [];
  const listed: Mark[] = [];
  const parents = { parents: 0, failedParents: 0 };
  return {
    open(element: XmlElement): void {
      const mark = { name: keptText(element.attributes.name ?? ""), ran: false };
      open.push({ ...openedSuite(element), mark });
      if (listed.length < mostSuites) listed.push(mark);
    },
    count(test: OpenCase): void {
      for (const suite of open) countIn(suite, test);
      const suite = open.at(-1);
      if (suite) countDirectly(suite, test);
    },
    close(): void {
      const suite = open.pop();
      if (suite === undefined) return;
      const outer = open.at(-1);
      if (outer || !areCounted() || suite.element.attributes.tests !== undefined) refuseContradiction(suite);
      if (outer === undefined) return;
      outer.direct.total++;
      parents.parents++;
      if (suite.cases.failed === 0) return;
      outer.direct.failed++;
      outer.direct.skipped++;
      parents.failedParents++;
    },
    parents,
    /** Name of the root. */
    outermost: (): string => listed[0]?.name ?? "",
    thatRan: (): readonly string[] =>
      [...new Set(listed.filter(({ ran }) => ran).map(({ name }) => name))].filter((name) => name !== ""),
  };
};

const countIn = ({ cases, mark }: Suite & { readonly mark: Mark }, test: OpenCase): void => {
  const outcome = outcomeOf(test);
  cases.total++;
  if (outcome !== "passed") cases[outcome]++;
  if (outcome !== "skipped") mark.ran = true;
};

const countDirectly = (suite: Suite, { inside }: OpenCase): void => {
  suite.hasOwnCases = true;
  suite.direct.total++;
  if (inside.has("failure") || inside.has("error")) suite.direct.failed++;
  if (inside.has("skipped")) suite.direct.skipped++;
};
