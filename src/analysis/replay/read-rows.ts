import { readCsv } from "./read-csv.ts";
import { readJsonl } from "./read-jsonl.ts";
import type { Problem, Reading, Row } from "./row.ts";
import { rowOf } from "./row-of.ts";

/** 500,000 lines are windows of 5 s of both sides for two weeks. */
const mostLines = 500_000;

/**
 * Recorded counts: JSON objects on lines of their own, or CSV with named columns, as the first sign tells.
 *
 * @returns the rows in the order of the file, or everything that is wrong with them; what cannot be read is never taken
 *          for zero
 */
export const readRows = (text: string): Reading<readonly Row[]> => {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split("\n", mostLines + 1)
    .map((line) => line.trim());
  if (lines.length > mostLines) return whole(`has more than ${mostLines} lines`, "cut it, or count longer intervals");
  const raw = lines.find((line) => line !== "")?.startsWith("{") === true ? readJsonl(lines) : readCsv(lines);
  if (raw.rows.length + raw.problems.length === 0)
    return whole("has no row of counts", "export at least two moments of both sides");
  const [rows, problems]: [Row[], Problem[]] = [[], [...raw.problems]];
  for (const one of raw.rows.map(rowOf)) {
    if (one.ok) rows.push(one.value);
    else problems.push(...one.problems);
  }
  return problems.length > 0
    ? { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) }
    : { ok: true, value: rows };
};

const whole = (what: string, fix: string): Reading<never> => ({
  ok: false,
  problems: [{ line: 1, path: "", what, fix }],
});
