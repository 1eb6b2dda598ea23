import { evidenceSections } from "./evidence.ts";
import { section } from "./markdown.ts";
import { page, type Template } from "./page.ts";
import { madeFrom, stateTable } from "./states.ts";

/** How old the backup is, and what came back of it when it was restored (R43, R50). */
export const backupReport: Template = (input) => {
  const items = madeFrom(input, "backup-report");
  return page(input, "backup-report", section("In short", stateTable(input, items)), ...evidenceSections(input, items));
};
