import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import { type DryRunSettings, dryRun } from "../../src/probes/migration/dry-run.ts";
import { checkText } from "../support/default-check.ts";
import { pitfall, tell } from "../support/pitfall.ts";
import { sql as execute, hasPostgres, type PostgresServer, postgres } from "../support/postgres.ts";
import { startService } from "../support/service.ts";
import { lessonRecord, processText, stageText } from "../support/service-process.ts";
import { soon } from "../support/split.ts";

describe.runIf(hasPostgres)("data of a real PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    const counted = ["shared_preload_libraries = 'pg_stat_statements'", "compute_query_id = on"];
    server = await postgres(counted);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** 10,000 orders, of which three have no customer. */
  const shop = async (variable: string): Promise<string> => {
    const { url } = await server.database();
    await execute(url, "CREATE TABLE orders (id int PRIMARY KEY, total numeric NOT NULL, customer int)");
    await execute(url, "INSERT INTO orders SELECT n, n * 1.5, nullif(n % 3000, 0) FROM generate_series(1, 10000) n");
    process.env[variable] = url;
    return url;
  };
  const migrating = (statement: string) => [
    process.execPath,
    "-e",
    `require("pg"); const { Client } = require("pg"); (async () => { const client = new Client(process.env.DATABASE_URL);
     await client.connect(); try { await client.query(${JSON.stringify(statement)}); } catch (error) {
     console.error(String(error), process.env.DATABASE_URL); process.exitCode = 3; } finally { await client.end(); } })();`,
  ];

  describe("a migration", () => {
    const id = "migration.rehearsed";

    test("R108: NULLs in a column that shall be NOT NULL are counted in production, and fail before the window", async () => {
      const url = await shop("PITFALL_DB");
      const query = "SELECT count(*) FROM orders WHERE customer IS NULL";
      const probe = { name: "orders without a customer", sql: { database: "$PITFALL_DB", query, is: 0 } };
      await using there = await pitfall(id, "violations", [probe]);
      expect(await there.look()).toMatchObject({
        state: "fail",
        reason: expect.stringContaining('orders without a customer: is "3" instead of "0"'),
      });
      await execute(url, "UPDATE orders SET customer = 0 WHERE customer IS NULL");
      expect(await there.look()).toMatchObject({ state: "pass" });
    });

    const look = (statement: string, given: Partial<DryRunSettings> = {}) => {
      const [program, ...args] = migrating(statement);
      return dryRun(
        {
          copy: "$PITFALL_COPY",
          command: ["migrate"],
          run: async (DATABASE_URL, signal) => {
            const { runCommand } = await import("../../src/drivers/command/run-command.ts");
            return runCommand([program!, ...args], { cwd: process.cwd(), env: { DATABASE_URL } }, signal);
          },
          ...{ changes: [], invariants: [], within: millis(20_000) },
          ...given,
        },
        soon(),
      );
    };
    const problems = async (...asked: Parameters<typeof look>) =>
      (await look(...asked)).findings.map(({ title }) => title);

    test("R108: one that breaks on the data of production fails on its copy, and tells no password", async () => {
      await shop("PITFALL_COPY");
      const [problem, ...more] = await problems("ALTER TABLE orders ALTER customer SET NOT NULL");
      expect(problem).toMatch(/^ended with 3: ".*column "customer" of relation "orders" contains null values/);
      expect(problem).not.toContain(server.password);
      expect(problem).not.toContain(encodeURIComponent(server.password));
      expect(more).toEqual([]);
    });

    test("R109: one that drops 1 of 10,000 rows fails", async () => {
      await shop("PITFALL_COPY");
      expect(await problems("DELETE FROM orders WHERE id = 5000")).toEqual(["orders has 9999 rows instead of 10000"]);
    });

    test("R109: one that alters values, moves them or breaks an invariant fails; columns that come are no matter", async () => {
      await shop("PITFALL_COPY");
      expect(await problems("ALTER TABLE orders ADD note text DEFAULT 'x'")).toEqual([]);
      const swap = "UPDATE orders SET total = CASE id WHEN 1 THEN 3 ELSE 1.5 END WHERE id IN (1, 2)";
      expect(await problems(swap)).toEqual(["values of orders.total are not what they were"]);
      const sum = "SELECT sum(total) FROM orders";
      const raise = "UPDATE orders SET total = total + 1 WHERE id = 7";
      const meant = { changes: ["orders.total"], invariants: [sum] };
      expect(await problems(raise, meant)).toEqual([expect.stringContaining('"SELECT sum(total) FROM orders" gives')]);
      expect(await problems("UPDATE orders SET total = 0", { changes: ["orders.total"] })).toEqual([]);
      expect(await problems("ALTER TABLE orders DROP customer")).toEqual(["the column orders.customer is gone"]);
    });

    test("is not run where others are at work, or where there is no data to break it", async () => {
      const url = await shop("PITFALL_COPY");
      const busy = execute(url, "SELECT pg_sleep(20)").catch(() => undefined);
      await expect(
        (async () => {
          for (;;) await look("SELECT 1");
        })(),
      ).rejects.toMatchObject({ code: "PROBE_FAILED", message: expect.stringContaining("may be no copy") });
      await execute(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'");
      await busy;
      await execute(url, "TRUNCATE orders");
      await expect(look("SELECT 1")).rejects.toMatchObject({ message: expect.stringContaining("has no row") });
    });

    test("R109: is run by the check as it ships, and what it lost is told", async () => {
      await shop("PITFALL_COPY");
      const run = migrating("DELETE FROM orders WHERE id = 5000").with(0, process.execPath);
      const dry = { copy: "$PITFALL_COPY", run: ["sh", "migrate.sh"] };
      const script = `cd ${process.cwd()} && exec ${run.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ")}\n`;
      await using there = await pitfall(id, "dry-run", [{ "dry-run": dry }], { "migrate.sh": script });
      expect(await there.look()).toMatchObject({
        state: "fail",
        reason: expect.stringContaining("orders has 9999 rows instead of 10000"),
      });
    });
  });

  describe("before and after a release", () => {
    const process_ = processText(
      [
        stageText("before", [], [checkText("before.release")]),
        stageText("after", ["before"], [checkText("after.release"), lessonRecord]),
      ],
      ["after.release", "lesson"],
    );
    const both = (part: string, probes: readonly object[]) => ({
      process: process_,
      config: { checks: { "before.release": [{ part, probes }], "after.release": [{ part, probes }] } },
    });
    const again = async (service: Awaited<ReturnType<typeof startService>>, part: string) => {
      await service.shell.headgate("run", service.id, "after.release", "--as", "ada");
      return tell(service, "after.release", part);
    };

    test("R109: rows and checksums of production are held against what they were, and one lost row fails", async () => {
      const url = await shop("PITFALL_DB");
      const checksum = "SELECT sum(hashtext(orders::text)::bigint + 2147483648) FROM orders WHERE id <= 10000";
      const probes = [
        { name: "orders", figure: "orders", sql: { database: "$PITFALL_DB", query: "SELECT count(*) FROM orders" } },
        { name: "checksum", figure: "checksum", sql: { database: "$PITFALL_DB", query: checksum } },
      ];
      await using service = await startService(both("data", probes));
      expect(await tell(service, "after.release", "data")).toMatchObject({ state: "pass" });

      await execute(url, "DELETE FROM orders WHERE id = 5000");
      const { state, reason } = await again(service, "data");
      expect(state).toBe("fail");
      expect(reason).toContain("orders was 10000, is 9999");
      expect(reason).toContain("checksum was");
    });

    test("R103: a new query of 3 s is listed with its hash; one that was slow before is not new", async () => {
      const url = await shop("PITFALL_DB");
      await execute(url, "CREATE EXTENSION pg_stat_statements");
      await execute(url, "SELECT pg_sleep(1.2), 'was slow before'");
      const probes = [{ name: "slow", "slow-queries": { database: "$PITFALL_DB", over: "1s" } }];
      await using service = await startService(both("queries", probes));
      const before = await tell(service, "after.release", "queries");
      expect(before).toMatchObject({ state: "pass", evidence: { report: { figures: { slow: 1, failed: 0 } } } });

      await execute(url, "SELECT count(*), (SELECT pg_sleep(3))::text FROM orders WHERE total > 7");
      const { state, reason, evidence } = await again(service, "queries");
      expect(state).toBe("fail");
      expect(reason).toMatch(
        /^queries: 1 queries are slow that were not before: [0-9a-f]{8,16} "SELECT count\(\*\), .*FROM orders WHERE total > \$2/,
      );
      expect(evidence.report?.figures).toMatchObject({ slow: 2, worstMs: expect.closeTo(3_000, -3) });
      const [slowest] = evidence.report?.findings ?? [];
      expect(slowest).toMatchObject({
        title: expect.stringMatching(/^took 3\d{3}(?:\.\d)? ms once, /),
        where: expect.stringMatching(/^query [0-9a-f]+$/),
      });
      expect(evidence.compared).toMatchObject({ figures: { newHigh: 1, known: 1 } });
    });

    test("a database that counts no statements could not be looked at", async () => {
      await shop("PITFALL_DB");
      const probes = [{ "slow-queries": { database: "$PITFALL_DB" } }];
      await using there = await pitfall("before.release", "queries", probes);
      expect(await there.look()).toMatchObject({ state: "error" });
    });
  });

  test("R110: 100 orders in one service and 99 payments in another fail", async () => {
    const [orders, payments] = [await shop("PITFALL_ORDERS"), await shop("PITFALL_PAYMENTS")];
    await execute(orders, "DELETE FROM orders WHERE id > 100");
    await execute(payments, "DELETE FROM orders WHERE id > 99");
    const query = "SELECT count(*) FROM orders";
    const reconciled = { database: "$PITFALL_ORDERS", query, "same-as": { database: "$PITFALL_PAYMENTS" } };
    const probes = [{ name: "orders are paid", sql: reconciled }];
    await using there = await pitfall("partners.production", "reconciliation", probes);
    expect(await there.look()).toMatchObject({
      state: "fail",
      reason: expect.stringContaining('orders are paid: row 1 is "100" instead of "99"'),
    });
    await execute(payments, "INSERT INTO orders VALUES (100, 1, 1)");
    expect(await there.look()).toMatchObject({ state: "pass" });
  });
});
