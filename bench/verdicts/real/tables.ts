import { kinds } from "./kind.ts";
import type { Run } from "./run.ts";

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

/** A table of Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");

/** By router, and by what the candidate is, in this order. */
export const groups = (runs: readonly Run[]): readonly (readonly Run[])[] => [
  ...Map.groupBy(
    runs.toSorted((a, b) => b.router.localeCompare(a.router) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind)),
    ({ router, kind }) => `${router} ${kind}`,
  ).values(),
];
