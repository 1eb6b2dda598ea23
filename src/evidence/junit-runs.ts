import { SaxesParser } from "saxes";

/** How often a test of this name was in a run, and how often it failed. */
export type TestRuns = ReadonlyMap<string, { readonly total: number; readonly failed: number }>;

/**
 * The tests of a JUnit report by name: `classname.name`, or the innermost suite where a case has no class name.
 *
 * @param text  that the parser `junit` has read before, and so is well-formed
 */
export const junitRuns = (text: string): TestRuns => {
  const runs = new Map<string, { total: number; failed: number }>();
  const suites: string[] = [];
  let open: { readonly name: string; failed: boolean } | null = null;
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "testsuite") suites.push(attributes.name ?? "");
    if (name === "testcase")
      open = { name: nameOf(attributes.classname || (suites.at(-1) ?? ""), attributes.name ?? ""), failed: false };
    if (open !== null && (name === "failure" || name === "error")) open.failed = true;
  });
  parser.on("closetag", ({ name }) => {
    if (name === "testsuite") suites.pop();
    if (name !== "testcase" || open === null) return;
    const known = runs.get(open.name) ?? { total: 0, failed: 0 };
    runs.set(open.name, { total: known.total + 1, failed: known.failed + (open.failed ? 1 : 0) });
    open = null;
  });
  parser.write(text).close();
  return runs;
};

const nameOf = (owner: string, name: string): string => (owner === "" ? name : `${owner}.${name}`);
