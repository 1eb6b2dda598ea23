import { evidenceSections } from "./evidence.ts";
import { section } from "./markdown.ts";
import { page, type Template } from "./page.ts";
import { madeFrom, stateTable } from "./states.ts";

/** What is watched, who is woken, where logs are found, and how each of these was proved (R41, R42, R50). */
export const monitoringReport: Template = (input) => {
  const items = madeFrom(input, "monitoring-report");
  return page(
    input,
    "monitoring-report",
    section("In short", stateTable(input, items)),
    ...evidenceSections(input, items),
  );
};
