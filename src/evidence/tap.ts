import type { Report } from "../domain/release/evidence.ts";
import { type Digest, isDigest } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { keptText } from "./kept-text.ts";
import { lines } from "./lines.ts";
import type { Reader } from "./reader.ts";
import { summaryComments } from "./summary-comments.ts";
import { noteYaml, type PendingPoint, tapCases } from "./tap-cases.ts";
import { planned, pointSeen } from "./tap-level.ts";
import { tapLevels } from "./tap-levels.ts";
import { type TapLine, tapLine } from "./tap-line.ts";
import { unreadable } from "./unreadable.ts";

/** Deeper than any real report. */
const deepest = 32;
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
  const cases = tapCases();
  const comments = summaryComments();
  const levels = tapLevels();
  let pending: PendingPoint | null = null;
  /** Indentation of the YAML block that is open. */
  let yaml: string | null = null;
  let build: string | null = null;

  const settle = (): void => {
    if (pending !== null) cases.add(pending, levels.all());
    pending = null;
  };

  const take = (line: TapLine, depth: number): void => {
    if (line.kind === "other") return;
    if (line.kind === "yaml begins") {
      if (pending !== null) yaml = `${"    ".repeat(levels.all().length - 1)}  `;
      return;
    }
    settle();
    if (line.kind === "bail out") unreadable(`the tests bailed out: ${line.reason || "without a reason"}`);
    if (line.kind === "comment" || line.kind === "version") {
      remark(line, depth);
      return;
    }
    if (depth > deepest) unreadable(`its subtests are nested deeper than ${deepest}`);
    const level = levels.goTo(depth);
    if (line.kind === "subtest") level.nextName = keptText(line.name);
    if (line.kind === "plan") planned(level, line.count);
    if (line.kind === "point") {
      pointSeen(level, line.number);
      const within = levels.all().slice(1);
      const path = [...within.map(({ name }) => name), keptText(line.name || `test ${level.points}`)];
      pending = { point: line, path, within: levels.takeEnded(), ms: null, error: "", type: "" };
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
      else if (text.startsWith(yaml) || text.trim() === "") noteYaml(pending, text.slice(yaml.length));
      else unreadable("a YAML block in it has no end");
      return;
    }
    const [indent = ""] = /^ */.exec(text) ?? [];
    const line = tapLine(text.slice(indent.length).trimEnd());
    const depth = line.kind === "yaml begins" ? 0 : indent.length / 4;
    // A subtest is indented by four, all else that is indented is not TAP.
    if (Number.isInteger(depth)) take(line, depth);
  });

  return {
    write: read.write,
    end(): Report {
      read.end();
      if (yaml !== null) unreadable("it ends within a YAML block");
      settle();
      levels.end();
      const { tests, suites } = cases;
      comments.refuseContradiction({ total: tests.total(), failed: tests.count.failed, parents: 0, failedParents: 0 });
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

const buildOf = (named: string | null): Digest | null =>
  named === null || isDigest(named)
    ? named
    : unreadable(`its build.digest is "${named}", not sha256:<64 lower-case hex digits>`);
