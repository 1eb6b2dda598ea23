import type { Report } from "../domain/release/evidence.ts";
import { type Digest, isDigest } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { collectTests, type Outcome } from "./collect-tests.ts";
import { keptText } from "./kept-text.ts";
import { lines } from "./lines.ts";
import type { Reader } from "./reader.ts";
import { summaryComments } from "./summary-comments.ts";
import { openedLevel, planned, pointSeen, refuseOtherThanPlanned, type TapLevel } from "./tap-level.ts";
import { type TapLine, tapLine } from "./tap-line.ts";
import { unreadable } from "./unreadable.ts";

type Point = Extract<TapLine, { kind: "point" }>;
/** A test point whose YAML block may still follow. `within` is the subtest that it sums up, if it does. */
type Pending = {
  readonly point: Point;
  readonly path: readonly string[];
  readonly within: TapLevel | null;
  ms: number | null;
  error: string;
  /** What Node says that it is: `test` or `suite`. */
  type: string;
};

/** Deeper than any real report. */
const deepest = 32;
const mostSuites = 1_000;

/**
 * TAP 13 and 14, subtests included, read line by line. Figures and findings as `collectTests` has them; a test that is
 * skipped or still to be done counts as skipped. A point that sums up a subtest is no test of its own, unless it fails
 * where no test in it did, or calls itself one as Node's do. List `suites`: the subtests in which a test really ran, the
 * first 1,000. The build may stand in a comment: `# build.digest sha256:…`.
 *
 * A plan that is missing or not kept, a bail out and a summary that says something else make the report unreadable. Our
 * own reader and not `tap-parser`, which keeps every result in memory.
 *
 * @source https://testanything.org/tap-version-14-specification.html
 */
export const tap = (): Reader => {
  const tests = collectTests();
  const comments = summaryComments();
  const suites = new Set<string>();
  const parents = { parents: 0, failedParents: 0 };
  const levels: TapLevel[] = [openedLevel("")];
  /** A subtest that ended and waits for the point that sums it up. */
  let ended: TapLevel | null = null;
  let pending: Pending | null = null;
  /** Indentation of the YAML block that is open. */
  let yaml: string | null = null;
  let build: string | null = null;

  const settle = (): void => {
    const done = pending;
    pending = null;
    if (done === null) return;
    const outcome = outcomeOf(done.point);
    const { within } = done;
    const isCase =
      within === null || within.cases === 0 || done.type === "test" || (outcome === "failed" && within.failed === 0);
    if (within !== null && isCase && done.type === "test" && within.cases > 0) parents.parents++;
    if (!isCase) return;
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
  };

  const goTo = (depth: number): TapLevel => {
    while (levels.length - 1 > depth) {
      const level = levels.pop() as TapLevel;
      refuseOtherThanPlanned(level);
      ended = level;
    }
    while (levels.length - 1 < depth) {
      const outer = levels.at(-1) as TapLevel;
      levels.push(openedLevel(outer.nextName ?? `subtest ${outer.points + 1}`));
      outer.nextName = null;
    }
    return levels.at(-1) as TapLevel;
  };

  const take = (line: TapLine, depth: number): void => {
    if (line.kind === "other") return;
    if (line.kind === "yaml begins") {
      if (pending !== null) yaml = `${"    ".repeat(levels.length - 1)}  `;
      return;
    }
    settle();
    if (line.kind === "bail out") unreadable(`the tests bailed out: ${line.reason || "without a reason"}`);
    if (line.kind === "comment" || line.kind === "version") return remark(line, depth);
    if (depth > deepest) unreadable(`its subtests are nested deeper than ${deepest}`);
    const level = goTo(depth);
    if (line.kind === "subtest") level.nextName = keptText(line.name);
    if (line.kind === "plan") planned(level, line.count);
    if (line.kind === "point") {
      pointSeen(level, line.number);
      const path = [...levels.slice(1).map(({ name }) => name), keptText(line.name || `test ${level.points}`)];
      pending = { point: line, path, within: ended, ms: null, error: "", type: "" };
      ended = null;
      level.nextName = null;
    }
  };

  const remark = (line: TapLine, depth: number): void => {
    if (line.kind !== "comment" || depth > 0) return;
    comments.add(line.text);
    const [, named] = /^ build\.digest[:=]? (\S+)$/.exec(line.text) ?? [];
    if (named !== undefined && build !== null && named !== build) unreadable("it names more than one build");
    if (named !== undefined) build = named;
  };

  const read = lines((text) => {
    if (yaml !== null) {
      if (text === `${yaml}...`) yaml = null;
      else if (text.startsWith(yaml) || text.trim() === "") note(pending, text.slice(yaml.length));
      else unreadable("a YAML block in it has no end");
      return;
    }
    const [indent = ""] = /^ */.exec(text) ?? [];
    const line = tapLine(text.slice(indent.length).trimEnd());
    const depth = line.kind === "yaml begins" ? levels.length - 1 : indent.length / 4;
    // A subtest is indented by four, all else that is indented is not TAP.
    if (Number.isInteger(depth)) take(line, depth);
  });

  return {
    write: read.write,
    end(): Report {
      read.end();
      if (yaml !== null) unreadable("it ends within a YAML block");
      settle();
      goTo(0);
      if (ended !== null) unreadable(`no test point sums up subtest "${ended.name}", so it may have been cut off`);
      refuseOtherThanPlanned(levels[0] as TapLevel);
      comments.refuseContradiction({ total: tests.total(), failed: tests.count.failed, ...parents, parents: 0 });
      const { figures, lists, findings } = tests.report();
      return {
        ...blank,
        figures,
        lists: { suites: [...suites], ...lists },
        findings,
        build: buildOf(build),
        tool: "TAP",
      };
    },
  };
};

/** A test that is still to be done may fail, and whether it passes says nothing yet. */
const outcomeOf = ({ ok, directive }: Point): Outcome =>
  directive === "todo" || (directive === "skip" && ok) ? "skipped" : ok ? "passed" : "failed";

const suitesOf = (path: readonly string[]): readonly string[] =>
  path.slice(0, -1).map((_, i) => path.slice(0, i + 1).join(" > "));

const note = (pending: Pending | null, text: string): void => {
  const [, key, value = ""] = /^(duration_ms|type|error|message): '?(.*?)'?$/.exec(text) ?? [];
  if (pending === null || key === undefined) return;
  if (key === "duration_ms") pending.ms = /^\d+(\.\d+)?(e[+-]?\d+)?$/.test(value) ? Number(value) : null;
  else if (key === "type") pending.type = value;
  else pending.error = pending.error || keptText(value.replace(/^\|-?$/, ""));
};

const buildOf = (named: string | null): Digest | null =>
  named === null || isDigest(named)
    ? named
    : unreadable(`its build.digest is "${named}", not sha256:<64 lower-case hex digits>`);
