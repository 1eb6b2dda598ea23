import type { Contents, TableSum } from "../../domain/backups/contents.ts";
import type { Query } from "./connect.ts";
import { schemaOf, tablesIn } from "./tables.ts";

/** Every table's rows and checksum, as of one moment. Reads every row. */
export const contentsIn = async (query: Query, schema: string | null): Promise<Contents> => {
  const tables: Record<string, TableSum> = {};
  for (const { name, quoted } of await tablesIn(query)) tables[name] = await sumOf(query, quoted);
  return { schema: await schemaOf(query, schema), tables };
};

/** The sum of the first 60 bits of the MD5 of each row's text: order does not matter, and equal rows do not cancel out. */
const sumOf = async (query: Query, quoted: string): Promise<TableSum> => {
  const bits = "('x' || left(md5(headgate_row::text), 15))::bit(60)::bigint";
  const [row] = await query(
    `SELECT count(*)::float8 AS rows, coalesce(sum(${bits}), 0)::text AS checksum FROM ${quoted} AS headgate_row`,
  );
  return { rows: Number(row?.rows), checksum: String(row?.checksum) };
};

/** Rows by table, counted one by one. */
export const rowsIn = async (query: Query): Promise<Readonly<Record<string, number>>> => {
  const rows: Record<string, number> = {};
  for (const { name, quoted } of await tablesIn(query))
    rows[name] = Number((await query(`SELECT count(*)::float8 AS rows FROM ${quoted}`))[0]?.rows);
  return rows;
};
