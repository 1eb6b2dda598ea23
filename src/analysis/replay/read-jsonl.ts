import type { Problem, RawRow, RawRows } from "./row.ts";

/** Rows of JSON objects, one on each line. */
export const readJsonl = (lines: readonly string[]): RawRows => {
  const [rows, problems]: [RawRow[], Problem[]] = [[], []];
  for (const [i, text] of lines.entries()) {
    if (text === "") continue;
    const fields = parsed(text);
    if (fields !== null) rows.push({ line: i + 1, fields });
    else
      problems.push({
        line: i + 1,
        path: "",
        what: "no JSON object",
        fix: 'write one whole object on each line, such as {"time": …, "side": "candidate", "requests": 25, "errors": 0}',
      });
  }
  return { rows, problems };
};

const parsed = (text: string): RawRow["fields"] | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as RawRow["fields"]) : null;
  } catch {
    return null;
  }
};
