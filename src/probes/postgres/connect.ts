import { Client } from "pg";
import type { Millis } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";

export type Row = Readonly<Record<string, unknown>>;
export type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

type Asked = {
  /** `$NAME`, or a url of our own making. */
  readonly url: string;
  /** Of each statement. */
  readonly within: Millis;
  readonly readOnly: boolean;
};

/** The same texts of the same rows, whatever the server or the role prefers. */
const session =
  "TimeZone=UTC DateStyle=ISO IntervalStyle=postgres extra_float_digits=1 bytea_output=hex search_path=pg_catalog"
    .split(" ")
    .map((setting) => `-c ${setting}`);

/**
 * One connection for as long as `work` takes.
 *
 * @throws AppError `PROBE_FAILED`, in the server's own words, and without the url: there may be a password in it
 */
export const onPostgres = async <T>(
  { url, within, readOnly }: Asked,
  signal: AbortSignal,
  work: (query: Query) => Promise<T>,
): Promise<T> => {
  const options = [...session, `-c statement_timeout=${within}`, `-c default_transaction_read_only=${readOnly}`];
  const connectionString = urlOf(url);
  signal.throwIfAborted();
  try {
    const client = new Client({
      connectionString,
      connectionTimeoutMillis: 10_000,
      application_name: "headgate",
      options: options.join(" "),
    });
    client.on("error", () => undefined); // told by the statement that it broke
    const stop = () => void client.end();
    signal.addEventListener("abort", stop, { once: true });
    try {
      await client.connect();
      return await work(async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows);
    } finally {
      signal.removeEventListener("abort", stop);
      await client.end().catch(() => undefined);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) throw error;
    throw failed(url, error instanceof Error ? error.message : String(error), "See that it answers there.", error);
  }
};

/** The variable's value; it is looked up late, so that nothing keeps it. */
export const urlOf = (written: string): string => {
  if (!written.startsWith("$")) return written;
  const value = process.env[written.slice(1)];
  if (value === undefined || value === "")
    throw failed(written, "the variable is not set", `Set ${written.slice(1)} where headgate runs.`);
  if (!/^postgres(?:ql)?:\/\//.test(value) || !URL.canParse(value))
    throw failed(written, "the variable holds no url that begins with postgresql://", "Mend it where headgate runs.");
  return value;
};

const failed = (written: string, problem: string, fix: string, cause?: unknown): AppError =>
  new AppError(
    "PROBE_FAILED",
    { probe: written.startsWith("$") ? `PostgreSQL at ${written}` : "PostgreSQL", problem, fix },
    { cause },
  );
