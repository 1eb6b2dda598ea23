import type { Problem, RawRow, RawRows } from "./row.ts";

const plain = ["time", "side", "requests", "errors", "weight"] as const;
const needed = ["time", "side", "requests", "errors"] as const;
const bucketColumn = /^le_(\d+(?:\.\d+)?|inf)$/;
const counterColumn = /^(.+)\.(total|bad)$/;

/** Rows of comma-separated values whose first line names the columns. Without all that are needed no row is looked at. */
export const readCsv = (lines: readonly string[]): RawRows => {
  const names = cellsOf(lines[0] ?? "").map((name) => name.trim());
  const problems = [...headerProblems(names)];
  if (!needed.every((name) => names.includes(name))) return { rows: [], problems };
  const rows: RawRow[] = [];
  for (const [i, text] of lines.entries()) {
    if (i === 0 || text === "") continue;
    const cells = cellsOf(text);
    if (cells.length === names.length) rows.push({ line: i + 1, fields: fieldsOf(names, cells) });
    else problems.push(otherLength(i + 1, cells.length, names.length));
  }
  return { rows, problems };
};

const otherLength = (line: number, cells: number, columns: number): Problem => ({
  line,
  path: "",
  what: `${cells} cells, and the first line names ${columns} columns`,
  fix: "write one cell for each, empty where it was not measured",
});

/** A cell may stand in double quotes; a quote within it is doubled. A row is one line. */
const cellsOf = (text: string): readonly string[] =>
  [...`,${text}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare = ""]) => quoted?.replaceAll('""', '"') ?? bare,
  );

const headerProblems = (names: readonly string[]): readonly Problem[] => {
  const problem = (path: string, what: string, fix: string): Problem => ({ line: 1, path, what, fix });
  const isKnown = (name: string): boolean =>
    plain.some((one) => one === name) || bucketColumn.test(name) || counterColumn.test(name);
  return [
    ...needed.filter((name) => !names.includes(name)).map((name) => problem(name, "no such column", "add it")),
    ...names
      .filter((name) => !isKnown(name))
      .map((name) =>
        problem(
          name,
          "unknown column",
          `remove it, or name it ${plain.join(", ")}, le_MS, le_inf, NAME.total or NAME.bad`,
        ),
      ),
    ...names
      .filter((name, i) => names.indexOf(name) !== i)
      .map((name) => problem(name, "this column is there twice", "keep one")),
  ];
};

const fieldsOf = (names: readonly string[], cells: readonly string[]): RawRow["fields"] => {
  const all = names.map((name, i) => [name, cellValue(cells[i] ?? "")] as const);
  const latency = all.flatMap(([name, value]) => {
    const edge = bucketColumn.exec(name)?.[1];
    return edge === undefined ? [] : [[edge === "inf" ? edge : Number(edge), value] as const];
  });
  const isMeasured = latency.some(([, value]) => value !== null);
  const counters = countersOf(all);
  return {
    ...Object.fromEntries(all.filter(([name]) => plain.some((one) => one === name))),
    ...(isMeasured ? { latency } : {}),
    ...(Object.keys(counters).length === 0 ? {} : { counters }),
  };
};

const countersOf = (all: readonly (readonly [name: string, value: unknown])[]) => {
  const counters: Record<string, Record<string, unknown>> = {};
  for (const [column, value] of all) {
    const [, name, part] = counterColumn.exec(column) ?? [];
    if (name !== undefined && part !== undefined && value !== null)
      counters[name] = { ...counters[name], [part]: value };
  }
  return counters;
};

/** An empty cell says that nothing was measured; a word stays one, and is complained about where it is no name. */
const cellValue = (cell: string): unknown => {
  const text = cell.trim();
  if (text === "" || /^nan$/i.test(text)) return null;
  return /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
};
