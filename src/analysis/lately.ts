import type { Table } from "./conditional-odds.ts";

/**
 * The windows that the evidence was brought by: those since it last stood lowest. For words only, so that a fault that
 * began after hours is told by what was seen of it, and not by the good hours.
 */
export type Lately = { readonly low: number; readonly windows: number; readonly seen: Table };

const nothing: Table = { candidate: { total: 0, bad: 0 }, baseline: { total: 0, bad: 0 } };

export const lately: Lately = { low: 0, windows: 0, seen: nothing };

/** @param log evidence with this window */
export const since = (before: Lately, log: number, table: Table): Lately =>
  log <= before.low
    ? { low: log, windows: 0, seen: nothing }
    : { low: before.low, windows: before.windows + 1, seen: addTables(before.seen, table) };

const addTables = (a: Table, b: Table): Table => ({
  candidate: { total: a.candidate.total + b.candidate.total, bad: a.candidate.bad + b.candidate.bad },
  baseline: { total: a.baseline.total + b.baseline.total, bad: a.baseline.bad + b.baseline.bad },
});
