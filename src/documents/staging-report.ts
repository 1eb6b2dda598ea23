import { rollbacksOf } from "../domain/release/figures.ts";
import { attemptTable, drillTime, failureTable, fixTable, rollbackTable } from "./attempts.ts";
import { evidenceSections } from "./evidence.ts";
import { code, md, section, subsection } from "./markdown.ts";
import { page, requirementFor, type Template } from "./page.ts";
import { madeFrom, stateTable } from "./states.ts";

/** What the rehearsal showed, attempt by attempt (R66, R68). */
export const stagingReport: Template = (input) => {
  const { release } = input;
  const items = madeFrom(input, "staging-report");
  const drills = items.filter((one) => one.kind === "rollout" && one.purpose === "drill");
  const environments = new Set(items.flatMap((one) => (one.kind === "rollout" ? [one.environment] : [])));
  return page(
    input,
    "staging-report",
    section(
      "Steps",
      md`Build: ${release.build.version}, ${code(release.build.digest)}. Runbook: ${code(release.plan.runbook.digest)}.`,
      stateTable(
        input,
        items.filter((one) => !drills.includes(one)),
      ),
    ),
    section(
      "Rollback drill",
      md`The old build was healthy with all traffic after: ${drillTime(release)}.`,
      stateTable(input, drills),
      subsection(
        "Rollbacks",
        rollbackTable(
          input,
          rollbacksOf(release).filter(({ environment }) => environments.has(environment)),
        ),
      ),
    ),
    section(
      "Attempts",
      attemptTable(
        input,
        release.rollouts.filter(({ environment }) => environments.has(environment)),
      ),
    ),
    section("Failed attempts", failureTable(input, requirementFor(input, "staging-report")?.stage ?? "")),
    section("Fixes", fixTable(input)),
    ...evidenceSections(input, items),
  );
};
