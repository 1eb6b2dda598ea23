import type { Instant, Percent } from "../../domain/units.ts";
import type { Counts } from "../window.ts";

/** One row of a file as it was read, before anybody asked what it means. Lines count from 1. */
export type RawRow = { readonly line: number; readonly fields: Readonly<Record<string, unknown>> };

/** Something to mend in a file; `path` is the field, "" for the row as a whole. */
export type Problem = { readonly line: number; readonly path: string; readonly what: string; readonly fix: string };

/** What could be taken apart, and what could not. */
export type RawRows = { readonly rows: readonly RawRow[]; readonly problems: readonly Problem[] };

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type Side = "candidate" | "baseline";

/** What one side did in the interval that ends at `at`, or since it began to count. */
export type Row = {
  readonly line: number;
  readonly at: Instant;
  readonly side: Side;
  /** As the row says; null where it says nothing. */
  readonly weight: Percent | null;
  /** null: the row itself says that it was not measured. */
  readonly counts: Counts | null;
};
