import type { Report } from "../domain/release/evidence.ts";
import type { Instant } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { collectTests, type Outcome } from "./collect-tests.ts";
import { readInstant } from "./fields.ts";
import { firstLine, keptText } from "./kept-text.ts";
import type { Reader } from "./reader.ts";
import { unreadable } from "./unreadable.ts";
import { type XmlElement, xmlReader } from "./xml.ts";

/** What every outcome of the format means to a gate; whatever did not come to an end is a failure or has no result. */
const outcomes: Readonly<Record<string, Outcome>> = {
  Passed: "passed",
  Failed: "failed",
  Error: "failed",
  Timeout: "failed",
  Aborted: "failed",
  Disconnected: "failed",
  PassedButRunAborted: "failed",
  Inconclusive: "skipped",
  NotExecuted: "skipped",
  NotRunnable: "skipped",
  InProgress: "skipped",
  Pending: "skipped",
  Completed: "skipped",
  Warning: "skipped",
};

/** Classes whose names are listed: more would make the event large. */
const mostSuites = 1_000;

const result = /^(Unit|Generic|Manual|Web|Load)?Test(Aggregation)?Result(Type)?$/;

/** `rows` are the results within it, those of a data-driven test. */
type OpenResult = { readonly element: XmlElement; message: string; rows: number; failedRows: number };

/**
 * TRX, the test results of Visual Studio, `dotnet test --logger trx` and vstest. Figures and findings as `collectTests`
 * has them; list `suites`: the classes of which a test ran, the first 1,000. The rows of a data-driven test count and their parent does not. A result without an outcome is an error, as
 * in the tool itself. Counters that say something else, a run that was aborted, and one that tells of an error without a
 * failed test make the report unreadable. The format has no place for a build.
 *
 * @source vstst.xsd of Visual Studio, namespace http://microsoft.com/schemas/VisualStudio/TeamTest/2010
 */
export const trx = (): Reader => {
  const tests = collectTests();
  const open: OpenResult[] = [];
  /** Results with their parents: the tools count either all of them or the outermost. */
  const all = { total: 0, passed: 0, failed: 0 };
  const outermost = { total: 0, passed: 0, failed: 0 };
  let counters: XmlElement | null = null;
  let times: Readonly<Record<string, string>> = {};
  let troubled = false;
  const suites = new Set<string>();

  const close = ({ element, message, rows, failedRows }: OpenResult): void => {
    const outcome = outcomeOf(element);
    for (const counted of open.length === 0 ? [all, outermost] : [all]) {
      counted.total++;
      if (outcome !== "skipped") counted[outcome]++;
    }
    const parent = open.at(-1);
    if (parent && outcome === "failed") parent.failedRows++;
    if (rows > 0 && (outcome !== "failed" || failedRows > 0)) return;
    const { testName = "unnamed", duration } = element.attributes;
    const suite = suiteOf(testName);
    if (outcome !== "skipped" && suite !== "" && suites.size < mostSuites) suites.add(suite);
    tests.add({
      id: testName,
      outcome,
      title: message || `${testName}: ${element.attributes.outcome ?? "no outcome"}`,
      where: element.attributes.computerName ?? "",
      ms: duration === undefined ? null : msOf(duration),
    });
  };

  const xml = xmlReader({
    texts: ["Message"],
    open(element, within) {
      const { name, attributes } = element;
      if (within.length === 0 && name !== "TestRun") unreadable(`its root is <${name}>, not <TestRun>`);
      if (isResult(name, within)) {
        const parent = open.at(-1);
        if (parent) parent.rows++;
        open.push({ element, message: "", rows: 0, failedRows: 0 });
      }
      if (within.at(-1) === "Results" && !result.test(name)) unreadable(`<${name}> is no result that is known here`);
      if (name === "Times" && within.length === 1) times = attributes;
      if (name === "Counters") counters = element;
      if (name === "ResultSummary") refuseBroken(attributes.outcome);
      if (name === "RunInfo" && attributes.outcome === "Error") troubled = true;
    },
    close(name, within) {
      if (!isResult(name, within)) return;
      const done = open.pop();
      if (done) close(done);
    },
    text(name, text) {
      const test = open.at(-1);
      if (name === "Message" && test && test.message === "") test.message = firstLine(text);
    },
  });

  return {
    write: xml.write,
    end(): Report {
      xml.end();
      refuseContradiction(counters, all, outermost);
      if (troubled && tests.count.failed === 0) unreadable("the run tells of an error, but no test of it failed");
      const { figures, lists, findings } = tests.report();
      return {
        ...blank,
        figures,
        lists: { suites: [...suites], ...lists },
        findings,
        madeAt: madeAt(times),
        tool: "TRX",
      };
    },
  };
};

/** The class that a full name begins with; "" for a name without one. */
const suiteOf = (test: string): string => {
  const [name = ""] = test.split("(", 1);
  return keptText(name.slice(0, Math.max(0, name.lastIndexOf("."))));
};

const isResult = (name: string, within: readonly string[]): boolean =>
  result.test(name) && ["Results", "InnerResults"].includes(within.at(-1) ?? "");

const outcomeOf = ({ attributes: { outcome = "Error", testName } }: XmlElement): Outcome =>
  outcomes[outcome] ?? unreadable(`test "${testName ?? "unnamed"}" has the outcome "${outcome}", which is not known`);

const refuseBroken = (outcome: string | undefined): void => {
  if (outcome === undefined || ["Completed", "Passed", "Failed", "Warning", "Inconclusive"].includes(outcome)) return;
  unreadable(`the run did not come to its end: ${outcome}`);
};

type Counted = { readonly total: number; readonly passed: number; readonly failed: number };

const refuseContradiction = (counters: XmlElement | null, ...ways: readonly Counted[]): void => {
  const { attributes } = counters ?? unreadable("it has no <Counters>, so it may have been cut or edited");
  const said = (name: string): number => {
    const text = attributes[name] ?? "0";
    return /^\d{1,9}$/.test(text) ? Number(text) : unreadable(`it counts ${name}="${text}", which is no count`);
  };
  const failed = ["failed", "error", "timeout", "aborted", "disconnected", "passedButRunAborted"]
    .map(said)
    .reduce((sum, count) => sum + count, 0);
  const fits = (way: Counted) => way.total === said("total") && way.passed === said("passed") && way.failed === failed;
  if (ways.some(fits)) return;
  const [all] = ways;
  unreadable(
    `it counts ${said("total")} tests, ${said("passed")} passed and ${failed} failed, ` +
      `but shows ${all?.total}, ${all?.passed} and ${all?.failed}`,
  );
};

/** `hh:mm:ss.fffffff`, with days before where a test took longer. */
const msOf = (duration: string): number => {
  const [, days = "0", hours, minutes, seconds] =
    /^(?:(\d+)\.)?(\d\d):(\d\d):(\d\d(?:\.\d+)?)$/.exec(duration) ??
    unreadable(`a test took duration="${duration}", which is no time span`);
  return 1_000 * (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds));
};

const madeAt = ({ finish, start }: Readonly<Record<string, string>>): Instant | null => {
  const stamp = finish ?? start;
  if (stamp === undefined) return null;
  const date = readInstant(stamp);
  if (date === null && readInstant(`${stamp}Z`) === null) unreadable(`its time "${stamp}" is no date and time`);
  return date;
};
