import { calendarReads } from "./calendar-reads.ts";
import { gateReads } from "./gate-reads.ts";
import { historyReads } from "./history-reads.ts";
import { overviewReads } from "./overview-reads.ts";
import { planReads } from "./plan-reads.ts";
import { roomReads } from "./room-reads.ts";
import { wayReads } from "./way-reads.ts";

/** Everything that can be looked at, by the name of its route. Pages import the group that they need, and load no more. */
export const reads = {
  ...overviewReads,
  ...gateReads,
  ...wayReads,
  ...roomReads,
  ...historyReads,
  ...calendarReads,
  ...planReads,
};
