import { median, rank } from "../../support/numbers.ts";
import { ratioTable } from "./ratio-table.ts";
import { rulingTable } from "./ruling-table.ts";
import type { Run } from "./run.ts";
import { groups } from "./tables.ts";
import { variantTable } from "./variant-table.ts";

/** All figures as tables of Markdown. */
export const report = (runs: readonly Run[]): string => {
  const same = runs.filter(({ kind }) => kind === "same");
  const ofSame = [
    "### A/A: other settings, and runs in which one metric alone reached 1/alpha",
    variantTable(same),
    "### A/A: the candidate's latency over the baseline's, whole runs",
    ratioTable(same),
  ];
  return ["### Runs", rulingTable(runs), ...(same.length > 0 ? ofSame : []), footer(runs)].join("\n\n");
};

const footer = (runs: readonly Run[]): string => {
  const loads = runs.map(({ load }) => load);
  const sum = (of: (run: Run) => number): string => runs.reduce((all, run) => all + of(run), 0).toLocaleString("en-US");
  const missing = sum(({ windows }) => windows.filter(({ candidate, baseline }) => !candidate || !baseline).length);
  return [
    `Load of the machine at the end of each run: ${rank(loads, 0)} to ${rank(loads, 1)}, median ${median(loads)}.`,
    `${missing} of ${sum(({ windows }) => windows.length)} windows missing.`,
    ...groups(runs.filter(({ kind }) => kind === "same")).map(clientsOf),
  ].join("\n");
};

/** What clients met in the A/A runs behind one router, where nobody should meet anything. */
const clientsOf = (runs: readonly Run[]): string => {
  const sum = (of: "requests" | "failed"): string =>
    runs.reduce((all, { clients }) => all + clients[of], 0).toLocaleString("en-US");
  return `A/A behind ${runs[0]!.router}: ${sum("failed")} of the clients' ${sum("requests")} requests failed.`;
};
