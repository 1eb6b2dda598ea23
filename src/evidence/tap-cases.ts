import { collectTests, type Outcome } from "./collect-tests.ts";
import { keptText } from "./kept-text.ts";
import type { TapLevel } from "./tap-level.ts";
import type { TapLine } from "./tap-line.ts";

type Point = Extract<TapLine, { kind: "point" }>;
/** A test point whose YAML block may still follow. `within` is the subtest that it sums up, if it does. */
export type PendingPoint = {
  readonly point: Point;
  readonly path: readonly string[];
  readonly within: TapLevel | null;
  ms: number | null;
  error: string;
  /** What Node says that it is: `test` or `suite`. */
  type: string;
};

/** Subtests whose names are listed: more would make the event large. */
const mostSuites = 1_000;

/**
 * Which points are tests. One that sums up a subtest is none of its own, unless it fails where no test in it did, or
 * calls itself a test as Node's do.
 */
export const tapCases = () => {
  const tests = collectTests();
  const suites = new Set<string>();
  return {
    tests,
    suites,
    add(done: PendingPoint, levels: readonly TapLevel[]): void {
      const outcome = outcomeOf(done.point);
      if (!isCase(done, outcome)) return;
      if (outcome !== "skipped") for (const path of suitesOf(done.path)) if (suites.size < mostSuites) suites.add(path);
      tests.add({
        id: done.path.join(" > "),
        outcome,
        title: done.error || `${done.point.name || "a test"} failed`,
        where: done.path.slice(0, -1).join(" > "),
        ms: done.ms,
      });
      for (const level of levels) {
        level.cases++;
        if (outcome === "failed") level.failed++;
      }
    },
  };
};

const isCase = ({ within, type }: PendingPoint, outcome: Outcome): boolean =>
  within === null || within.cases === 0 || type === "test" || (outcome === "failed" && within.failed === 0);

/** A test that is still to be done may fail, and whether it passes says nothing yet. */
const outcomeOf = ({ ok, directive }: Point): Outcome =>
  directive === "todo" || (directive === "skip" && ok) ? "skipped" : ok ? "passed" : "failed";

const suitesOf = (path: readonly string[]): readonly string[] =>
  path.slice(0, -1).map((_, i) => path.slice(0, i + 1).join(" > "));

export const noteYaml = (pending: PendingPoint | null, text: string): void => {
  const [, key, value = ""] = /^(duration_ms|type|error|message): '?(.*?)'?$/.exec(text) ?? [];
  if (pending === null || key === undefined) return;
  if (key === "duration_ms") pending.ms = /^\d+(\.\d+)?(e[+-]?\d+)?$/.test(value) ? Number(value) : null;
  else if (key === "type") pending.type = value;
  else pending.error = pending.error || keptText(value.replace(/^\|-?$/, ""));
};
