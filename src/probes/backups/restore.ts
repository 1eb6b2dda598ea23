import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { Readable, Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Ended, lastWords, runProgram } from "./run-program.ts";

type Form = "archive" | "sql" | "sql.gz";

/** By its first bytes: a dump may have any name. */
const formOf = async (path: string): Promise<Form> => {
  if ((await stat(path)).isDirectory()) return "archive";
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(262), 0, 262, 0);
    if (buffer.subarray(0, 5).toString("latin1") === "PGDMP" || buffer.subarray(257).toString("latin1") === "ustar")
      return "archive";
    return buffer[0] === 0x1f && buffer[1] === 0x8b ? "sql.gz" : "sql";
  } finally {
    await file.close();
  }
};

/**
 * Restores a dump into an empty database, by the programs of PostgreSQL itself, which stop at the first error.
 *
 * @returns null, or why it could not be restored, in their own words
 */
export const restore = async (dump: string, url: string, signal: AbortSignal): Promise<string | null> => {
  const env = connectionEnv(url);
  const form = await formOf(dump);
  if (form === "archive") {
    const args = ["--exit-on-error", "--no-owner", "--no-privileges", "--dbname", env.PGDATABASE ?? "", dump];
    return problemOf("pg_restore", await runProgram("pg_restore", args, { env }, signal));
  }
  const file = createReadStream(dump);
  const input: readonly [Readable, ...Transform[]] = form === "sql.gz" ? [file, createGunzip()] : [file];
  const args = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", "-"];
  return problemOf("psql", await runProgram("psql", args, { env, input }, signal));
};

/** A program that was content with the part of a dump that it got has not restored it. */
const problemOf = (program: string, { exit, errors, broken }: Ended): string | null => {
  if (exit !== 0) return `${program}: ${lastWords(errors) || broken || `exit ${exit}`}`;
  return broken === null ? null : `${program} did not get all of the dump: ${broken}`;
};

/** For libpq, by its variables: arguments of a program are seen by everybody on the machine. */
export const connectionEnv = (url: string): Readonly<Record<string, string>> => {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const given: Readonly<Record<string, string | null>> = {
    PGHOST: searchParams.get("host") ?? hostname.replace(/^\[(.*)\]$/, "$1"),
    PGPORT: port === "" ? searchParams.get("port") : port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get("sslmode"),
    PGSSLROOTCERT: searchParams.get("sslrootcert"),
    PGCONNECT_TIMEOUT: "10",
    PGPASSFILE: process.env.PGPASSFILE ?? null,
  };
  const set = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== "");
  return Object.fromEntries(set);
};
