import type { DatabaseContents, TableContents } from "../../domain/migration/kept-data.ts";
import type { Query } from "../postgres/connect.ts";
import { tablesIn } from "../postgres/tables.ts";

const columns = `SELECT a.attname AS name, quote_ident(a.attname) AS quoted,
    coalesce(a.attnum = ANY (i.indkey), false) AS key
  FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
  WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`;

/** Rows and checksums of all tables that people made. Reads every row. */
export const databaseContents = async (query: Query): Promise<DatabaseContents> => {
  const contents: Record<string, TableContents> = {};
  for (const { oid, name, quoted } of await tablesIn(query)) contents[name] = await contentsOf(query, oid, quoted);
  return contents;
};

/**
 * The sum of the first 60 bits of the MD5 of each value together with its row's key, so that neither a value that moved
 * to another row nor two equal changes go unseen.
 */
const contentsOf = async (query: Query, oid: number, table: string): Promise<TableContents> => {
  const found = await query(columns, [oid]);
  const key = found.filter((one) => one.key === true).map(({ quoted }) => `headgate_row.${String(quoted)}`);
  const sums = found.map(({ quoted }, i) => {
    const text = `ROW(${[...key, `headgate_row.${String(quoted)}`].join(", ")})::text`;
    return `coalesce(sum(('x' || left(md5(${text}), 15))::bit(60)::bigint), 0)::text AS sum_${i}`;
  });
  const [row] = await query(`SELECT ${["count(*)::float8 AS rows", ...sums].join(", ")} FROM ${table} AS headgate_row`);
  return {
    rows: Number(row?.rows),
    columns: Object.fromEntries(found.map(({ name }, i) => [String(name), String(row?.[`sum_${i}`])])),
  };
};
