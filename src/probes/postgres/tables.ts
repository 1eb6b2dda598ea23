import { AppError } from "../../errors.ts";
import type { Query } from "./connect.ts";

export type Table = {
  readonly oid: number;
  /** `orders`, or `billing.orders` outside of the schema `public`. */
  readonly name: string;
  /** As it is written in a statement. */
  readonly quoted: string;
  /** Rows by the server's estimate; 0 or less when it has none. */
  readonly estimate: number;
  readonly isPartitioned: boolean;
};

const list = `SELECT c.oid::int, n.nspname AS schema, c.relname AS table, c.relkind = 'p' AS partitioned,
    c.reltuples::float8 AS estimate, format('%I.%I', n.nspname, c.relname) AS quoted
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
  ORDER BY 2, 3`;

/** All tables that people made; partitions are rows of theirs. */
export const tablesIn = async (query: Query): Promise<readonly Table[]> =>
  (await query(list)).map(({ oid, schema, table, partitioned, estimate, quoted }) => ({
    oid: Number(oid),
    name: schema === "public" ? String(table) : `${String(schema)}.${String(table)}`,
    quoted: String(quoted),
    estimate: Number(estimate),
    isPartitioned: partitioned === true,
  }));

/** @throws AppError `PROBE_FAILED` when one of `names` is not there */
export const named = (tables: readonly Table[], names: readonly string[] | null): readonly Table[] => {
  if (names === null) return tables;
  const missing = names.filter((name) => !tables.some((table) => table.name === name));
  if (missing.length === 0) return tables.filter(({ name }) => names.includes(name));
  const problem = `there is no table ${missing.join(", ")}`;
  throw new AppError("PROBE_FAILED", { probe: "PostgreSQL", problem, fix: "Name those that are there." });
};

const columns = `SELECT md5(coalesce(string_agg(format('%I.%I.%I %s %s', n.nspname, c.relname, a.attname,
    format_type(a.atttypid, a.atttypmod), a.attnotnull), E'\\n' ORDER BY n.nspname, c.relname, a.attname), '')) AS sum
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`;

/** The schema's version by the service's own query, or a sum over the names and types of all columns. */
export const schemaOf = async (query: Query, own: string | null): Promise<string> => {
  if (own === null) return `columns ${String((await query(columns))[0]?.sum).slice(0, 16)}`;
  // The service's own names stand in its own schema; ours are written out.
  await query('SET search_path = "$user", public');
  try {
    const [row] = await query(own);
    const [value] = Object.values(row ?? {});
    if (value !== undefined && value !== null) return String(value);
  } finally {
    await query("SET search_path = pg_catalog");
  }
  throw new AppError("PROBE_FAILED", {
    probe: "PostgreSQL",
    problem: "the query for the schema version answers nothing",
    fix: "Mend schema: in headgate.yaml.",
  });
};
