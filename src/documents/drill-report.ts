import { rollbacksOf } from "../domain/release/figures.ts";
import { attemptTable, drillTime, rollbackTable } from "./attempts.ts";
import { evidenceSections } from "./evidence.ts";
import { code, md, section } from "./markdown.ts";
import { page, type Template } from "./page.ts";
import { madeFrom, stateTable } from "./states.ts";

/** How the way back was walked in staging, how long it took, and by which runbook (R44, R50). */
export const drillReport: Template = (input) => {
  const { release } = input;
  const items = madeFrom(input, "drill-report");
  const drills = release.rollouts.filter(({ purpose }) => purpose === "drill");
  const environments = new Set(drills.map(({ environment }) => environment));
  return page(
    input,
    "drill-report",
    section(
      "In short",
      md`The old build was healthy with all traffic after: ${drillTime(release)}. Runbook: ${code(release.plan.runbook.digest)}.`,
      stateTable(input, items),
    ),
    section("Attempts", attemptTable(input, drills)),
    section(
      "Ways back",
      rollbackTable(
        input,
        rollbacksOf(release).filter(({ environment }) => environments.has(environment)),
      ),
    ),
    ...evidenceSections(input, items),
  );
};
