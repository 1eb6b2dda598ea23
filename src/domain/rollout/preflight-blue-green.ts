import { compatible, roomFor } from "./preflight-common.ts";
import type { Preflight, PreflightFacts } from "./preflight-facts.ts";

/** R28: a second full side fits, is configured alike, gets along with the data, and is paid for. */
export const preflightBlueGreen = (facts: PreflightFacts): readonly Preflight[] => [
  ...roomFor(facts),
  {
    level: "note",
    about: "configuration",
    says: "both sides are started from one pinned configuration; only the build differs",
  },
  ...compatible(facts),
  {
    level: "note",
    about: "cost",
    says: `2 x ${facts.count} = ${2 * facts.count} instances run from the start of the idle side to the end of the rollback window`,
  },
];
