import { stripVTControlCharacters } from "node:util";

/** Characters that a reader sees; colour codes have no width. */
const widthOf = (text: string): number => [...stripVTControlCharacters(text)].length;

/** Rows as lines whose cells begin at the same place; the last cell of a row is not padded. */
export const columns = (rows: readonly (readonly string[])[], gap = 2): readonly string[] => {
  const count = Math.max(0, ...rows.map((row) => row.length));
  // The last cell of a row pushes nothing aside, so it does not count.
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(0, ...rows.map((row) => (i < row.length - 1 ? widthOf(row[i]!) : 0))),
  );
  const pad = (cell: string, i: number): string => cell + " ".repeat(widths[i]! - widthOf(cell) + gap);
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : pad(cell, i)))
      .join("")
      .trimEnd(),
  );
};

/** Parts beside each other, on as many lines as they need. A part is never broken. */
export const flow = (parts: readonly string[], gap: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + gap.length + widthOf(part) <= width)
      lines[lines.length - 1] = last + gap + part;
    else lines.push(part);
  }
  return lines;
};

/** Words of a text on lines of at most `width`, each after `indent`; a longer word stands alone. */
export const wrap = (text: string, width: number, indent = ""): readonly string[] =>
  flow(
    text.split(/\s+/).filter((word) => word !== ""),
    " ",
    Math.max(20, width - indent.length),
  ).map((line) => indent + line);

/** At most `width` characters, the cut marked with `…`. */
export const cut = (text: string, width: number): string => {
  const signs = [...text];
  return signs.length <= width ? text : `${signs.slice(0, Math.max(0, width - 1)).join("")}…`;
};
