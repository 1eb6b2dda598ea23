import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import { type SqlSettings, sql } from "../../src/probes/catalogue/sql.ts";
import { sql as execute, hasPostgres, type PostgresServer, postgres } from "../support/postgres.ts";
import { rawServer } from "../support/probe-world.ts";
import { soon } from "../support/split.ts";

const checksum = "SELECT md5(string_agg(md5(orders::text), '' ORDER BY id)) FROM orders";

describe.runIf(hasPostgres)("invariants of a real PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgres();
    process.env.PROBE_DB = await shop();
    process.env.PROBE_DB_BEFORE = await shop();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const shop = async (): Promise<string> => {
    const { url } = await server.database();
    await execute(url, "CREATE TABLE orders (id int PRIMARY KEY, total numeric NOT NULL)");
    await execute(url, "INSERT INTO orders SELECT n, n * 1.5 FROM generate_series(1, 10000) n");
    await execute(url, "CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM orders RETURNING 1'");
    return url;
  };
  const look = (given: Partial<SqlSettings> & { readonly query: string }) =>
    sql(
      {
        database: "$PROBE_DB",
        ...{ is: null, min: null, max: null, above: null, below: null, sameAs: null },
        within: millis(5_000),
        ...given,
      },
      soon(),
    );
  const titles = async (given: Parameters<typeof look>[0]) => (await look(given)).findings.map(({ title }) => title);

  test("a value is held to bounds, and told", async () => {
    expect(await look({ query: "SELECT count(*) FROM orders;", is: "10000", min: 1 })).toEqual({
      figures: { checked: 1, failed: 0, value: 10_000 },
      findings: [],
    });
    expect(await titles({ query: "SELECT count(*) FROM orders -- all of them", max: 9 })).toEqual([
      "is 10000; it must be at most 9",
    ]);
    expect(await titles({ query: "SELECT NULL::int", min: 0 })).toEqual([
      "gives a row of 1 values instead of one value",
    ]);
    expect(await titles({ query: "SELECT 'NaN'::float", min: 0 })).toEqual(['is "NaN", which is no number']);
    expect(await titles({ query: "SELECT 1 WHERE false", is: "1" })).toEqual(["gives no row instead of one value"]);
    expect(await titles({ query: "SELECT 1, 2", is: "1" })).toEqual(["gives a row of 2 values instead of one value"]);
  });

  test("R109: 1 of 10,000 rows that is dropped or changed fails by its count and by its checksum", async () => {
    const sameAs = { database: "$PROBE_DB_BEFORE", query: checksum };
    expect(await titles({ query: checksum, sameAs })).toEqual([]);

    await execute(process.env.PROBE_DB!, "UPDATE orders SET total = total + 0.01 WHERE id = 5000");
    expect((await titles({ query: checksum, sameAs }))[0]).toMatch(
      /^row 1 is "[0-9a-f]{32}" instead of "[0-9a-f]{32}"$/,
    );

    await execute(process.env.PROBE_DB!, "DELETE FROM orders WHERE id = 5000");
    const counts = { query: "SELECT count(*) FROM orders", database: "$PROBE_DB_BEFORE" };
    expect(await titles({ query: "SELECT count(*) FROM orders", sameAs: counts })).toEqual([
      'row 1 is "9999" instead of "10000"',
    ]);
    expect(await titles({ query: "SELECT count(*) FROM orders", is: "10000" })).toEqual([
      'is "9999" instead of "10000"',
    ]);
    expect((await titles({ query: checksum, sameAs }))[0]).toMatch(/^row 1 is/);
  });

  test.each([
    ["a change", "DELETE FROM orders RETURNING id", /syntax error/],
    [
      "a change in a query",
      "WITH gone AS (DELETE FROM orders RETURNING id) SELECT * FROM gone",
      /WITH clause|read-only/,
    ],
    ["a change by a function", "SELECT wipe()", /read-only/],
    ["a second statement", "SELECT 1) AS a; COMMIT; DELETE FROM orders; SELECT (1", /multiple commands|syntax error/],
    ["a table that is not there", "SELECT * FROM nothing", /"nothing" does not exist/],
    ["too many rows", "SELECT * FROM orders", /more than 1000 rows/],
    ["a query that takes too long", "SELECT pg_sleep(60)", /statement timeout/],
  ])("%s could not look, and changes nothing", async (_, query, problem) => {
    const count = async () => (await execute(process.env.PROBE_DB!, "SELECT count(*) FROM orders")).rows;
    const before = await count();
    const asked = look({ query, is: "1", within: millis(1_000) });
    await expect(asked).rejects.toMatchObject({ code: "PROBE_FAILED", message: expect.stringMatching(problem) });
    expect(await count()).toEqual(before);
  });

  test("neither the address nor the password stands in what is told", async () => {
    process.env.PROBE_WRONG = process.env.PROBE_DB!.replace(/:[^:@]+@/, ":hunter2-of-somebody@");
    process.env.PROBE_NONSENSE = "postgresql://me:hunter2-of-somebody@[::/x";
    for (const name of ["PROBE_WRONG", "PROBE_NONSENSE"]) {
      const told = await look({ query: "SELECT 1", is: "1", database: `$${name}` }).catch(
        (error: Error) => error.message,
      );
      expect(told).toContain(`$${name}`);
      expect(told).not.toContain("hunter2");
      expect(told).not.toContain("127.0.0.1");
    }
  });

  test("a database that hangs, or is not there, could not be looked at, and is left in time", async () => {
    await using silent = await rawServer(() => undefined);
    process.env.PROBE_SILENT = `postgresql://me@127.0.0.1:${silent.port}/x`;
    const began = performance.now();
    const asked = look({ query: "SELECT 1", is: "1", database: "$PROBE_SILENT", within: millis(300) });
    await expect(asked).rejects.toMatchObject({ code: "PROBE_FAILED" });
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});
