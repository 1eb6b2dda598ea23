import { median, rank } from "../../support/numbers.ts";
import { marginTable } from "./margin-table.ts";
import { ratioTable } from "./ratio-table.ts";
import { rulingTable } from "./ruling-table.ts";
import type { Run } from "./run.ts";

/** All figures as tables of Markdown. */
export const report = (runs: readonly Run[]): string => {
  const same = runs.filter(({ kind }) => kind === "same");
  const ofSame = [
    "### A/A: rolled back by latency margin, and runs in which one metric alone reached 1/alpha",
    marginTable(same),
    "### A/A: the candidate's latency over the baseline's, whole runs",
    ratioTable(same),
  ];
  return ["### Runs", rulingTable(runs), ...(same.length > 0 ? ofSame : []), footer(runs)].join("\n\n");
};

const footer = (runs: readonly Run[]): string => {
  const loads = runs.map(({ load }) => load);
  const sum = (of: (run: Run) => number): string => runs.reduce((all, run) => all + of(run), 0).toLocaleString("en-US");
  const missing = sum(({ windows }) => windows.filter(({ candidate, baseline }) => !candidate || !baseline).length);
  return (
    `Load of the machine ${rank(loads, 0)} to ${rank(loads, 1)}, median ${median(loads)}. ` +
    `${sum(({ clients }) => clients.requests)} requests, ${sum(({ clients }) => clients.failedByHeadgate)} without an answer of the shop; ` +
    `${missing} of ${sum(({ windows }) => windows.length)} windows missing.`
  );
};
