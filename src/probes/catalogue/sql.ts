import type { Millis } from "../../domain/units.ts";
import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { type Bounds, outOf } from "./bounds.ts";
import { type Rows, readOnlyQuery } from "./read-only-query.ts";
import { shown } from "./shown.ts";

export type SqlSettings = Bounds & {
  /** Url of PostgreSQL, or `$NAME` for a variable that holds it. */
  readonly database: string;
  readonly query: string;
  /** What must give the same rows, in the same order; null: nothing. */
  readonly sameAs: { readonly database: string; readonly query: string } | null;
  readonly within: Millis;
};

/** What a query comes to: one value held to bounds, or rows held against those of another query. */
export const sql: Look<SqlSettings> = async (settings, signal) => {
  const { database, query, sameAs, within } = settings;
  const [here, there] = await Promise.all([
    readOnlyQuery({ database, query, within }, signal),
    sameAs === null ? null : readOnlyQuery({ ...sameAs, within }, signal),
  ]);
  const [row, ...more] = here;
  const value = more.length === 0 && row?.length === 1 ? row[0]! : null;
  const bounds = [settings.is, settings.min, settings.max, settings.above, settings.below].some((one) => one !== null);
  const problems = [
    ...(!bounds ? [] : value === null ? [`gives ${sizeOf(here)} instead of one value`] : outOf(settings, value)),
    ...(there === null ? [] : differences(here, there)),
  ];
  return answered("sql", query, problems, value === null || value.trim() === "" ? {} : { value: Number(value) });
};

const sizeOf = (rows: Rows): string =>
  rows.length === 0 ? "no row" : rows.length === 1 ? `a row of ${rows[0]!.length} values` : `${rows.length} rows`;

/** Two that are both empty prove nothing: either may have been asked in the wrong place. */
const differences = (here: Rows, there: Rows): readonly string[] => {
  if (here.length === 0 && there.length === 0) return ["neither query gives a row"];
  if (here.length !== there.length) return [`gives ${here.length} rows instead of ${there.length}`];
  const at = here.findIndex((row, i) => JSON.stringify(row) !== JSON.stringify(there[i]));
  if (at === -1) return [];
  const show = (row: Rows[number]): string => shown(row.map((one) => one ?? "NULL").join(" | "));
  return [`row ${at + 1} is ${show(here[at]!)} instead of ${show(there[at]!)}`];
};
