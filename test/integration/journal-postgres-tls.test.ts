import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPostgresJournal } from "../../src/journal/postgres.ts";
import { hasPostgres, type PostgresServer, postgres, sql } from "../support/postgres.ts";
import { hasOpenssl, selfSigned } from "../support/self-signed.ts";

describe.skipIf(!hasPostgres || !hasOpenssl())("TLS as the url's sslmode says (apt install postgresql openssl)", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    const { key, certificate } = selfSigned();
    server = await postgres(["ssl = on"], { "server.key": key, "server.crt": certificate });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  // The certificate is for 127.0.0.1, not for localhost.
  test.each([
    ["127.0.0.1", "sslmode=disable", "plain"],
    ["127.0.0.1", "sslmode=require", "encrypted"],
    ["localhost", "sslmode=verify-ca&sslrootcert=ROOT", "encrypted"],
    ["127.0.0.1", "sslmode=verify-full&sslrootcert=ROOT", "encrypted"],
    ["localhost", "sslmode=verify-full&sslrootcert=ROOT", "JOURNAL_UNREACHABLE"],
    ["127.0.0.1", "sslmode=verify-full", "JOURNAL_UNREACHABLE"],
    ["127.0.0.1", "sslmode=verify-ca", "JOURNAL_UNREACHABLE"],
  ])("%s with %s: %s", async (host, query, expected) => {
    const { url } = await server.database();
    const root = `${server.folder}/data/server.crt`;
    const asked = `${url.replace("127.0.0.1", host)}?${query.replace("ROOT", root)}`;

    expect(await how(asked, url)).toBe(expected);
  });

  const how = async (asked: string, url: string): Promise<string> => {
    try {
      await using _store = await openPostgresJournal(asked);
      const { rows } = await sql(
        url,
        `SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
         WHERE datname = current_database() AND application_name = 'headgate'`,
      );
      return rows[0]?.ssl === true ? "encrypted" : "plain";
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
});
