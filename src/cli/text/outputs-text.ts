import type { OutputAnswer } from "../../api/outputs-answer.ts";
import type { RollbackPaper } from "../../domain/failure/rollback-papers.ts";
import { columns } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { showMinute } from "./time.ts";

/** The outputs in a table; what is not there says why. */
export const outputsText = (
  outputs: readonly OutputAnswer[],
  papers: readonly RollbackPaper[],
  { paint }: Layout,
): string => {
  const ready = outputs.filter(({ state }) => state === "pass").length;
  const rows = outputs.map(({ title, state, requirement, reason, made: [first, ...more] }) => [
    title,
    state === "pass" ? paint.good(state) : paint.doubt(state),
    requirement,
    first === undefined
      ? reason
      : `${first.digest.slice(0, 19)}  ${first.by}  ${showMinute(first.at)}${more.length === 0 ? "" : ` and ${more.length} more`}`,
  ]);
  const rollback = papers.map(({ paper, state, of, document }) => [
    paper,
    state === "missing" ? paint.doubt(state) : paint.good(state),
    of,
    document === null ? "" : document.slice(0, 19),
  ]);
  return [
    paint.strong(`${ready} of ${outputs.length} outputs are there`),
    ...columns(rows),
    "",
    paint.strong("Rollback"),
    ...columns(rollback),
  ].join("\n");
};
