import type { Millis } from "../../domain/units.ts";
import type { Look } from "../port.ts";
import { onPostgres } from "./connect.ts";
import { schemaOf, tablesIn } from "./tables.ts";

export type DatabaseShapeSettings = {
  /** `$NAME`. */
  readonly url: string;
  /** Query for the schema version; null: a sum over all columns. */
  readonly schema: string | null;
  /** Null: all. One that is not there is left out. */
  readonly tables: readonly string[] | null;
  readonly within: Millis;
};

/** Rows of each table as figures, and the text `schema`. Nothing is changed, and no row is read out. */
export const databaseShape: Look<DatabaseShapeSettings> = ({ url, schema, tables: names, within }, signal) =>
  onPostgres({ url, within, readOnly: true }, signal, async (query) => {
    const tables = (await tablesIn(query)).filter(({ name }) => names === null || names.includes(name));
    const figures: Record<string, number> = {};
    for (const { name, quoted } of tables)
      figures[name] = Number((await query(`SELECT count(*)::float8 AS rows FROM ${quoted}`))[0]?.rows);
    return { figures, findings: [], texts: { schema: await schemaOf(query, schema) } };
  });
