import { AppError } from "../errors.ts";
import type { Database } from "./postgres-pool.ts";
import type { Row } from "./rows.ts";

const schemaVersion = 1;

/** Any number that no other program on the same server is likely to take. */
const lock = 4_863_161_270;

// Every process may send this at any time: it changes nothing that is there, and the lock, which ends with the
// transaction, puts those that come at once in a row. Names are compared byte by byte ("C"), as in the embedded store.
// `data` is the text that was hashed; jsonb would lose its U+0000 and its numbers' digits. Heads and leases change in
// place, for which their pages keep room.
const schema = `
  SELECT pg_advisory_xact_lock(${lock});
  CREATE SCHEMA IF NOT EXISTS headgate;
  CREATE TABLE IF NOT EXISTS headgate.meta (name text PRIMARY KEY, value text NOT NULL);
  CREATE TABLE IF NOT EXISTS headgate.entries (
    stream text COLLATE "C" NOT NULL, version integer NOT NULL, at double precision NOT NULL,
    actor_kind text NOT NULL, actor_id text NOT NULL, type text NOT NULL, data text NOT NULL,
    previous text NOT NULL, hash text NOT NULL,
    PRIMARY KEY (stream, version)
  );
  CREATE TABLE IF NOT EXISTS headgate.heads (
    stream text COLLATE "C" PRIMARY KEY, version integer NOT NULL, hash text NOT NULL, at double precision NOT NULL
  ) WITH (fillfactor = 70);
  CREATE TABLE IF NOT EXISTS headgate.leases (
    name text COLLATE "C" PRIMARY KEY, holder text, fence bigint NOT NULL, until timestamptz NOT NULL
  ) WITH (fillfactor = 70);
  CREATE TABLE IF NOT EXISTS headgate.blobs (digest text COLLATE "C" PRIMARY KEY, bytes bytea NOT NULL);
  INSERT INTO headgate.meta (name, value) VALUES ('schema', '${schemaVersion}') ON CONFLICT DO NOTHING;
`;

const looked = `
  SELECT current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
    current_setting('synchronous_commit') AS acknowledged, EXISTS (
      SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'headgate' AND c.relname = 'blobs'
    ) AS made`;

/**
 * Makes the tables of the journal unless they are there. A user who may not create a schema can use one that another
 * user made.
 * @throws AppError `USAGE` for a journal of a newer version, or a server that may lose what it acknowledged
 */
export const makeTables = async ({ ask, where }: Database): Promise<void> => {
  const [server = {}] = (await ask("the tables", looked)).rows;
  refuseForgetful(server, where);
  if (server.made !== true) await ask("the tables", schema);
  const [format] = (await ask("the tables", "SELECT value FROM headgate.meta WHERE name = 'schema'")).rows;
  if (format?.value === String(schemaVersion)) return;
  const problem = `The journal at ${where} has the format ${format?.value}; this Headgate knows ${schemaVersion}.`;
  throw new AppError("USAGE", { problem, fix: "Use the version of Headgate that wrote it, or a newer one." });
};

const refuseForgetful = ({ encoding, fsync, acknowledged }: Row, where: string): void => {
  const refuse = (problem: string, fix: string): never => {
    throw new AppError("USAGE", { problem: `PostgreSQL at ${where} ${problem}.`, fix });
  };
  if (encoding !== "UTF8")
    refuse(`keeps text as ${encoding}, not UTF8`, "createdb --encoding=UTF8 --template=template0");
  if (fsync !== "on") refuse("may lose everything in a power cut: fsync is off", "Set fsync = on in postgresql.conf.");
  if (acknowledged === "off")
    refuse(
      "may lose what it acknowledged: synchronous_commit is off",
      "ALTER ROLE … SET synchronous_commit = on for the user that Headgate connects as.",
    );
};
