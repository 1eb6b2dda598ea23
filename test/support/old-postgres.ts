import { Client } from "pg";

/** What a Headgate without feed and vault made in an empty database. */
export const oldTables = `
  CREATE SCHEMA headgate;
  CREATE TABLE headgate.meta (name text PRIMARY KEY, value text NOT NULL);
  CREATE TABLE headgate.entries (
    stream text COLLATE "C" NOT NULL, version integer NOT NULL, at double precision NOT NULL,
    actor_kind text NOT NULL, actor_id text NOT NULL, type text NOT NULL, data text NOT NULL,
    previous text NOT NULL, hash text NOT NULL,
    PRIMARY KEY (stream, version)
  );
  CREATE TABLE headgate.heads (
    stream text COLLATE "C" PRIMARY KEY, version integer NOT NULL, hash text NOT NULL, at double precision NOT NULL
  ) WITH (fillfactor = 70);
  CREATE TABLE headgate.leases (
    name text COLLATE "C" PRIMARY KEY, holder text, fence bigint NOT NULL, until timestamptz NOT NULL
  ) WITH (fillfactor = 70);
  CREATE TABLE headgate.blobs (digest text COLLATE "C" PRIMARY KEY, bytes bytea NOT NULL);
  INSERT INTO headgate.meta (name, value) VALUES ('schema', '1')`;

/** A connection of somebody else's, who may begin what he does not end. */
export const connected = async (url: string): Promise<Client & AsyncDisposable> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
};
