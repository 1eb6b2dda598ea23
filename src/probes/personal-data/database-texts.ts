import type { Millis } from "../../domain/units.ts";
import { onPostgres, type Query } from "../postgres/connect.ts";
import { named, type Table, tablesIn } from "../postgres/tables.ts";
import type { Sampled } from "./staging-data.ts";

type Database = { readonly url: string; readonly tables: readonly string[] | null };
type Limits = { readonly sample: number; readonly within: Millis };

/** Signs of a field that are looked at; fields that cannot hold such data (times, small numbers, UUIDs) are not read. */
const longest = 20_000;
const batch = 500;

/** Every field of a bounded sample of each table. A table of fewer rows than the sample is read whole. */
export async function* databaseTexts({ url, tables }: Database, limits: Limits, signal: AbortSignal) {
  const all = await onPostgres({ url, within: limits.within, readOnly: true }, signal, async (query) =>
    named(await tablesIn(query), tables),
  );
  for (const table of all)
    yield* await onPostgres({ url, within: limits.within, readOnly: true }, signal, (query) =>
      sampleOf(query, table, limits.sample),
    );
}

const columnsOf = async (query: Query, { oid }: Table): Promise<readonly { name: string; quoted: string }[]> =>
  (
    await query(
      `SELECT a.attname AS name, format('%I', a.attname) AS quoted FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
       WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped AND t.typcategory IN ('S', 'A', 'N', 'U', 'C')
         AND t.typname <> ALL ('{int2,int4,float4,float8,oid,uuid,bytea,tsvector}') ORDER BY a.attnum`,
      [oid],
    )
  ).map(({ name, quoted }) => ({ name: String(name), quoted: String(quoted) }));

const sampleOf = async (query: Query, table: Table, rows: number): Promise<readonly Sampled[]> => {
  const columns = await columnsOf(query, table);
  if (columns.length === 0) return [];
  // Pages by chance, where reading from the front would meet the oldest rows alone.
  const share = (200 * rows) / table.estimate;
  const sampled = !table.isPartitioned && table.estimate > 4 * rows ? ` TABLESAMPLE SYSTEM (${share})` : "";
  const fields = columns.map(({ quoted }, i) => `left(${quoted}::text, ${longest}) AS c${i}`).join(", ");
  const found: Sampled[] = [];
  await query("BEGIN READ ONLY");
  await query(`DECLARE sample NO SCROLL CURSOR FOR SELECT ${fields} FROM ${table.quoted}${sampled} LIMIT ${rows}`);
  for (;;) {
    const next = await query(`FETCH ${batch} FROM sample`);
    for (const row of next)
      for (const [i, { name }] of columns.entries()) {
        const text = row[`c${i}`];
        if (typeof text === "string") found.push({ place: `${table.name}.${name}`, text });
      }
    if (next.length < batch) break;
  }
  await query("COMMIT");
  return found;
};
