import type { Instant } from "../units.ts";

/** Half-open: `from` is inside and `to` is not, so that two spans that touch do not overlap. Never empty. */
export type Span = { readonly from: Instant; readonly to: Instant };

export const contains = ({ from, to }: Span, at: Instant): boolean => at >= from && at < to;

export const overlap = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;
