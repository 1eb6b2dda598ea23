import { addTables, noTable, type Table } from "./conditional-odds.ts";

/**
 * The windows that the evidence was brought by: those since it last stood lowest. For words only, so that a fault that
 * began after hours is told by what was seen of it, and not by the good hours.
 */
export type Lately = { readonly low: number; readonly windows: number; readonly seen: Table };

export const lately: Lately = { low: 0, windows: 0, seen: noTable };

/** @param log evidence with this window */
export const since = (before: Lately, log: number, table: Table): Lately =>
  log <= before.low
    ? { low: log, windows: 0, seen: noTable }
    : { low: before.low, windows: before.windows + 1, seen: addTables(before.seen, table) };
