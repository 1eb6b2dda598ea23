import type { OutputAnswer } from "../outputs-answer.ts";
import { columns } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { showMinute } from "./time.ts";

/** The outputs in a table; what is not there says why. */
export const outputsText = (outputs: readonly OutputAnswer[], { paint }: Layout): string => {
  const ready = outputs.filter(({ state }) => state === "pass").length;
  const rows = outputs.map(({ title, state, requirement, reason, made: [first, ...more] }) => [
    title,
    state === "pass" ? paint.good(state) : paint.doubt(state),
    requirement,
    first === undefined
      ? reason
      : `${first.digest.slice(0, 19)}  ${first.by}  ${showMinute(first.at)}${more.length === 0 ? "" : ` and ${more.length} more`}`,
  ]);
  return [paint.strong(`${ready} of ${outputs.length} outputs are there`), ...columns(rows)].join("\n");
};
