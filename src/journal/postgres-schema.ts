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
//
// Whoever appends also feeds. For a process of an older Headgate, which knows of no feed and may be connected since before,
// the database does it, so that there are no holes; that is why feed and vault came without a new version. It does so
// with the rights of the tables' owner. `xid` is the transaction, by which readers tell what is settled: see
// postgres-feed.ts. Triggers are restored after the rows of a dump, which therefore are not fed twice.
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
  CREATE TABLE IF NOT EXISTS headgate.feed (
    xid xid8 NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY,
    stream text COLLATE "C" NOT NULL, version integer NOT NULL,
    PRIMARY KEY (xid, id)
  );
  CREATE OR REPLACE FUNCTION headgate.feed_entries() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    INSERT INTO headgate.feed (xid, stream, version)
    SELECT pg_current_xact_id(), stream, version FROM appended ORDER BY stream, version;
    RETURN NULL;
  END $$;
  REVOKE ALL ON FUNCTION headgate.feed_entries() FROM PUBLIC;
  CREATE OR REPLACE TRIGGER fed AFTER INSERT ON headgate.entries
    REFERENCING NEW TABLE AS appended FOR EACH STATEMENT
    WHEN (current_setting('headgate.feeds', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION headgate.feed_entries();
  CREATE TABLE IF NOT EXISTS headgate.vault (
    kind text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, value text NOT NULL, until double precision,
    version integer NOT NULL, mark text NOT NULL,
    PRIMARY KEY (kind, key)
  ) WITH (fillfactor = 70);
  INSERT INTO headgate.meta (name, value) VALUES ('schema', '${schemaVersion}') ON CONFLICT DO NOTHING;
`;

const looked = `
  SELECT current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
    current_setting('synchronous_commit') AS acknowledged, EXISTS (
      SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'headgate' AND c.relname = 'vault'
    ) AS made`;

// A dump that was restored on another server brings the transactions of the old one along. Where these are ahead of
// what this server has counted to, new entries would be put before them, and nobody would read them. Its positions then
// are unknown from now on, and readers begin at the end, as after an upgrade; `id` goes on, so that none comes again.
const ahead = "EXISTS (SELECT FROM headgate.feed WHERE xid >= pg_snapshot_xmax(pg_current_snapshot()))";

const made = `SELECT value, ${ahead} AS ahead FROM headgate.meta WHERE name = 'schema'`;

const beginAnew = `
  SELECT pg_advisory_xact_lock(${lock});
  DO $$ BEGIN IF ${ahead} THEN TRUNCATE headgate.feed; END IF; END $$`;

/**
 * Makes the tables of the journal unless they are there. A user who may not create a schema can use one that another
 * user made.
 * @throws AppError `USAGE` for a journal of a newer version, or a server that may lose what it acknowledged
 */
export const makeTables = async ({ ask, where }: Database): Promise<void> => {
  const [server = {}] = (await ask("the tables", looked)).rows;
  refuseForgetful(server, where);
  if (server.made !== true) await ask("the tables", schema);
  const [format] = (await ask("the tables", made)).rows;
  if (format?.value === String(schemaVersion)) {
    if (format.ahead === true) await ask("the feed", beginAnew);
    return;
  }
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
