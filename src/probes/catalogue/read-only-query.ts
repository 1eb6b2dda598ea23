import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client, QueryArrayConfig } from "pg";
import type { Millis } from "../../domain/units.ts";
import { couldNotLook } from "./could-not-look.ts";
import { filled } from "./variables.ts";

export type ReadOnlyQuery = { readonly database: string; readonly query: string; readonly within: Millis };

/** Each value as PostgreSQL writes it; null where there is none. */
export type Rows = readonly (readonly (string | null)[])[];

/** Rows that are held; what gives more has to be counted or summed over there. */
const most = 1_000;

/**
 * Rows of one query in a transaction that can only read, and that PostgreSQL itself ends when it takes too long.
 *
 * @throws AppError `PROBE_FAILED` when it does not come to an end; neither address nor password stands in it
 */
export const readOnlyQuery = async ({ database, query, within }: ReadOnlyQuery, signal: AbortSignal): Promise<Rows> => {
  const probe = `sql ${database}`;
  const { text: connectionString, hide } = filled(probe, database);
  const { default: pg } = await import("pg");
  const socket = new Socket(); // ours, so that a server that hangs can be left
  const client = clientOf(() => new pg.Client({ ...limits(within), connectionString, stream: () => socket }), probe);
  client.on("error", () => undefined); // told to the query that waits
  const limit = AbortSignal.any([signal, AbortSignal.timeout(within + 2_000)]);
  limit.addEventListener("abort", () => socket.destroy(), { once: true });
  try {
    await client.connect();
    return await rowsOf(client, query);
  } catch (error) {
    signal.throwIfAborted();
    throw couldNotLook(probe, hide(wordsOf(error)), "Try the query by hand, as the same user.");
  } finally {
    await Promise.race([client.end().catch(() => undefined), sleep(500, undefined, { ref: false })]);
    socket.destroy();
  }
};

/** An address that cannot be read is not repeated. */
const clientOf = (make: () => Client, probe: string): Client => {
  try {
    return make();
  } catch {
    throw couldNotLook(probe, "its address cannot be read", "Write postgresql://user@host:5432/database.");
  }
};

const limits = (within: Millis) => ({
  connectionTimeoutMillis: within,
  statement_timeout: within,
  lock_timeout: within,
  query_timeout: within + 1_000,
  application_name: "headgate probe",
  // Whatever the statement is, it begins in a transaction that can only read.
  options: "-c default_transaction_read_only=on",
});

/**
 * A statement of its own in the extended protocol, which takes no second one: nothing can end the transaction and go on.
 * As a part of ours it can only be a query, and the rows have an end.
 */
const rowsOf = async (client: Client, query: string): Promise<Rows> => {
  const text = `SELECT * FROM (\n${query.replace(/;\s*$/, "")}\n) AS asked LIMIT ${most + 1}`;
  const types = { getTypeParser: () => (value: string) => value };
  await client.query("BEGIN READ ONLY");
  const asked: QueryArrayConfig & { readonly queryMode: "extended" } = {
    text,
    types,
    rowMode: "array",
    queryMode: "extended", // which the types of pg do not know yet
  };
  const { rows } = await client.query<(string | null)[]>(asked);
  await client.query("ROLLBACK");
  if (rows.length > most) throw new RangeError(`it gives more than ${most} rows; count or sum them in the query`);
  return rows;
};

const wordsOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join(", ");
  return error instanceof Error ? error.message : String(error);
};
