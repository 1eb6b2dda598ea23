import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { looks } from "../../src/compose-probes.ts";
import { readDrills } from "../../src/conductor/backup-drills.ts";
import { systemClock } from "../../src/conductor/clock.ts";
import { backupsProbe } from "../../src/conductor/probe-backups.ts";
import type { Backup, Backups } from "../../src/config/backups.ts";
import type { Config } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load.ts";
import { digest, type Instant, instant, millis } from "../../src/domain/units.ts";
import { runCommand } from "../../src/drivers/command/run-command.ts";
import { programPath } from "../../src/probes/backups/run-program.ts";
import { scratchServer } from "../../src/probes/backups/scratch-server.ts";
import { folder } from "../support/folder.ts";
import { leastHeadgate } from "../support/headgate-yaml.ts";
import { judged } from "../support/judged.ts";
import { hasPostgres, type PostgresServer, postgres, sql } from "../support/postgres.ts";
import { type SimulatedStore, simulatedStore } from "../support/simulated-store.ts";
import { smallProcess } from "../support/small-process.ts";
import { soon } from "../support/split.ts";

const day = 86_400_000;
const reading = loadConfig("headgate.yaml", leastHeadgate, smallProcess());
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const least: Config = reading.value;

const question = {
  requirement: "checklist.backups",
  part: "",
  environment: "production",
  build: digest(`sha256:${"a".repeat(64)}`),
};

const orders = (rows: number) => `
  CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL, since timestamptz DEFAULT now());
  CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers, total numeric(10, 2), note text);
  CREATE TABLE schema_migrations (version int PRIMARY KEY);
  INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 20) AS n;
  INSERT INTO orders SELECT n, 1 + n % 20, n / 3.0, CASE WHEN n % 2 = 0 THEN 'a note' END FROM generate_series(1, ${rows}) AS n;
  INSERT INTO schema_migrations VALUES (41), (42);`;

describe.skipIf(!hasPostgres)("restore drills on PostgreSQL (apt install postgresql)", () => {
  let server: PostgresServer;
  let home: Awaited<ReturnType<typeof folder>>;
  let store: SimulatedStore;
  let production: string;
  let now: Instant;

  beforeAll(async () => {
    // Databases are made and dropped all the time; nothing here has to survive a power cut.
    server = await postgres(["fsync = off", "full_page_writes = off"]);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  beforeEach(async () => {
    [home, store, now] = [await folder(), simulatedStore(), instant(Date.now())];
    production = (await server.database()).url;
    await sql(production, orders(1_000));
    process.env.DRILL_PRODUCTION = production;
    process.env.DRILL_SCRATCH = (await server.database()).url;
  });
  afterEach(async () => {
    await home[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    delete process.env.DRILL_PRODUCTION;
    delete process.env.DRILL_SCRATCH;
  });

  const postgresStore: Backup = {
    kind: "postgres",
    name: "orders",
    dump: "backups/*.dump",
    scratch: "$DRILL_SCRATCH",
    production: "$DRILL_PRODUCTION",
    schema: "SELECT max(version) FROM schema_migrations",
    tolerance: 0.05,
    within: millis(60_000),
  };
  const ask = async (stores: readonly Backup[] = [postgresStore], drillEvery = 30 * day) => {
    const backups: Backups = { drillEvery: millis(drillEvery), stores };
    const deps = { ...store, looks, now: () => now, home: home.path, clock: systemClock, runCommand };
    const answer = await backupsProbe(deps, { config: { ...least, backups } })(question, soon());
    return judged("checklist.backups", answer);
  };
  const dump = (name: string) => join(home.path, "backups", name);
  const backUp = async (name = "orders-1.dump"): Promise<string> => {
    await mkdir(join(home.path, "backups"), { recursive: true });
    const settings = {
      database: "$DRILL_PRODUCTION",
      schema: postgresStore.kind === "postgres" ? postgresStore.schema : null,
    };
    await looks.backUp({ ...settings, file: dump(name), within: millis(60_000), now }, soon());
    return dump(name);
  };
  const scratchDatabases = async (): Promise<readonly string[]> =>
    (await sql(production, "SELECT datname FROM pg_database WHERE datname LIKE 'headgate_drill_%'")).rows.map(
      ({ datname }) => String(datname),
    );

  test("R43: a backup that comes back whole passes, with its rows and the time that it took", async () => {
    await backUp();
    const { state, reason, report } = await ask();
    expect({ state, reason }).toEqual({ state: "pass", reason: "" });
    expect(report.figures).toMatchObject({
      stores: 1,
      backupAgeHours: 0,
      restoreAgeDays: 0,
      rowsRestored: 1_022,
      rowsDamaged: 0,
      schemaMatches: 1,
    });
    expect(report.figures.restoreSeconds).toBeGreaterThan(0);
    expect(report.texts).toMatchObject({ drillRunner: "headgate" });
    expect(report.texts["store.orders"]).toContain("compared with its own list, by rows and checksums");
    expect(await scratchDatabases()).toEqual([]);
    expect(JSON.stringify([...store.streams])).not.toContain("s3cret");
  });

  test("R43: a corrupt dump fails, in the words of what restores it", async () => {
    const path = await backUp();
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, Math.round(bytes.length * 0.6)));
    expect(await ask()).toMatchObject({
      state: "fail",
      report: { findings: [{ title: expect.stringContaining("has changed since it was made") }] },
    });

    // Without a list that says what it was, the restore itself has to notice.
    await rm(`${path}.manifest.json`);
    const { state, report } = await ask();
    expect(state).toBe("fail");
    expect(report.figures).toMatchObject({ rowsRestored: 0, rowsDamaged: 1 });
    expect(report.findings[0]?.title).toMatch(/^pg_restore: .*error/);
    expect(await scratchDatabases()).toEqual([]);
  });

  test("R43: a backup of today whose drill is 100 days old is stale, and a drill that is due runs again", async () => {
    const today = now;
    now = instant(today - 100 * day);
    await backUp();
    expect(await ask()).toMatchObject({ state: "pass" });
    now = today;
    await backUp("orders-2.dump");

    const old = await ask([postgresStore], 200 * day);
    expect(old).toMatchObject({
      state: "stale",
      reason: "the last restore drill is 100 days old; at most 90 are allowed",
    });
    expect(old.report.figures.backupAgeHours).toBe(0);

    expect(await ask()).toMatchObject({ state: "pass", report: { figures: { restoreAgeDays: 0 } } });
    expect(await store.journal.read("backups/shop")).toHaveLength(2);
  });

  test("R43: one row that is missing from a dump is found, and so is one that changed", async () => {
    const path = await backUp();
    const list = await readFile(`${path}.manifest.json`, "utf8");
    const sum = /"sha256": "[0-9a-f]+"/;
    const dumpAgain = async (change: string) => {
      await sql(production, change);
      await backUp();
      const again = await readFile(`${path}.manifest.json`, "utf8");
      await writeFile(`${path}.manifest.json`, list.replace(sum, sum.exec(again)![0]));
    };
    await dumpAgain("DELETE FROM orders WHERE id = 500");
    expect(await ask()).toMatchObject({
      state: "fail",
      reason: "1 rows came back lost or changed from the restore drill",
      report: { figures: { rowsRestored: 1_021 }, findings: [{ title: "orders: 999 rows came back of 1000" }] },
    });

    await dumpAgain("INSERT INTO orders VALUES (500, 1, 1, 'another')");
    expect(await ask()).toMatchObject({
      state: "fail",
      report: { findings: [{ title: "orders: as many rows came back, and they are not the same" }] },
    });
  });

  test("the checksum does not depend on the order of rows", async () => {
    const before = await readFile(`${await backUp()}.manifest.json`, "utf8");
    await sql(production, "UPDATE orders SET note = note WHERE id % 3 = 0");
    await sql(production, "CLUSTER orders USING orders_pkey");
    await sql(production, "DELETE FROM orders WHERE id = 1; INSERT INTO orders VALUES (1, 2, 1 / 3.0, NULL)");
    const after = await readFile(`${await backUp("orders-2.dump")}.manifest.json`, "utf8");
    expect(JSON.parse(after).tables).toEqual(JSON.parse(before).tables);
  });

  test("R43: a backup of another schema version than production fails", async () => {
    await backUp();
    await sql(production, "INSERT INTO schema_migrations VALUES (43)");
    expect(await ask()).toMatchObject({
      state: "fail",
      reason: "what was restored has another schema than production",
      report: { findings: [{ title: "schema 42 was restored, production has 43" }] },
    });
    // The service's own query is not needed: all columns are compared without it.
    await sql(production, "ALTER TABLE orders ADD COLUMN gift boolean");
    const byColumns = { ...postgresStore, schema: null };
    expect(await ask([byColumns])).toMatchObject({ report: { figures: { schemaMatches: 0 } } });
  });

  test("R43: an empty database is no backup", async () => {
    process.env.DRILL_PRODUCTION = (await server.database()).url;
    await mkdir(join(home.path, "backups"), { recursive: true });
    const none = { ...postgresStore, schema: null };
    await looks.backUp(
      { database: "$DRILL_PRODUCTION", schema: null, file: dump("a.dump"), within: millis(60_000), now },
      soon(),
    );
    expect(await ask([none])).toMatchObject({ state: "fail", reason: "the restore drill brought back no data" });
  });

  test("R43: an old backup fails, by the time in its own list and not by that of its file", async () => {
    const path = await backUp();
    expect(await ask()).toMatchObject({ state: "pass" });
    now = instant(now + 2 * day);
    await utimes(path, new Date(now), new Date(now));
    expect(await ask()).toMatchObject({
      state: "fail",
      reason: "the last backup is 48 hours old; at most 24 are allowed",
    });
  });

  test("without a list it is held against production's rows, and without both nothing is called whole", async () => {
    const path = await backUp();
    await rm(`${path}.manifest.json`);
    await sql(production, "INSERT INTO orders SELECT n, 1, 1, NULL FROM generate_series(1001, 1040) AS n");
    expect(await ask()).toMatchObject({ state: "pass" });
    await sql(production, "INSERT INTO orders SELECT n, 1, 1, NULL FROM generate_series(1041, 1200) AS n");
    now = instant(now + 31 * day);
    await utimes(path, new Date(now), new Date(now));
    expect(await ask()).toMatchObject({
      state: "fail",
      report: { findings: [{ title: "orders: 1000 rows came back, production has 1200" }] },
    });

    const alone = await ask([{ ...postgresStore, production: null }]);
    expect(alone.state).toBe("inconclusive");
    expect(alone.reason).toContain('the report has no figure "rowsDamaged"');
  });

  test.each(["plain", "tar", "gzip"])("a dump in the form %s is restored too", async (form) => {
    const path = await backUp();
    await rm(`${path}.manifest.json`);
    const args = { plain: ["--format=plain"], tar: ["--format=tar"], gzip: ["--format=plain", "--compress=6"] }[form]!;
    execFileSync(programPath("pg_dump"), [...args, "--file", path, production]);
    expect(await ask()).toMatchObject({ state: "pass", report: { figures: { rowsRestored: 1_022 } } });
  });

  test.each([0.6, 0.999])(
    "R43: a packed dump of which %d is left fails, although psql takes what came",
    async (share) => {
      const path = await backUp();
      await rm(`${path}.manifest.json`);
      execFileSync(programPath("pg_dump"), ["--format=plain", "--compress=6", "--file", path, production]);
      const bytes = await readFile(path);
      await writeFile(path, bytes.subarray(0, Math.floor(bytes.length * share)));
      const { state, report } = await ask([{ ...postgresStore, tolerance: 0.99 }]);
      expect(report.findings[0]?.title).toMatch(/^psql/);
      expect({ state, rows: report.figures.rowsRestored }).toEqual({ state: "fail", rows: 0 });
    },
  );

  test("what a drill that was killed left behind is dropped by the next; what is young, or another's, is not", async () => {
    const old = "headgate_drill_shop_20200102t030405_0a1b2c";
    const young = `headgate_drill_shop_${new Date(now)
      .toISOString()
      .replace(/[-:]|\..*/g, "")
      .toLowerCase()}_0a1b2c`;
    const other = "headgate_drill_cart_20200102t030405_0a1b2c";
    const strange = "headgate_drill_shop_keep_me";
    for (const name of [old, young, other, strange]) await sql(production, `CREATE DATABASE ${name}`);
    await backUp();
    await ask();
    expect((await scratchDatabases()).toSorted()).toEqual([other, strange, young].toSorted());
    for (const name of [young, other, strange]) await sql(production, `DROP DATABASE ${name}`);
  });

  test("a drill that is stopped leaves no database, and records nothing", async () => {
    await backUp();
    const stop = new AbortController();
    const settings = { ...postgresStore, service: "shop", home: home.path, now, kind: "postgres" as const };
    const running = looks.postgresDrill(settings as Parameters<typeof looks.postgresDrill>[0], stop.signal);
    stop.abort();
    await expect(running).rejects.toThrow();
    expect(await scratchDatabases()).toEqual([]);
    expect((await readDrills(store, "shop")).size).toBe(0);
  });

  test("a server of its own is started where none is named, and gone afterwards", async () => {
    await backUp();
    const began = await ask([{ ...postgresStore, scratch: null }]);
    expect(began).toMatchObject({ state: "pass", report: { figures: { rowsRestored: 1_022 } } });
  });

  test("a server of its own listens where it is asked, and gets none of the variables of headgate", async () => {
    process.env.PGPORT = "6543";
    process.env.DRILL_SECRET = "s3cret";
    try {
      // What a dump brings along runs there with every right.
      await sql(production, "CREATE TABLE told (line text)");
      await backUp();
      expect(await ask([{ ...postgresStore, scratch: null }])).toMatchObject({ state: "pass" });
      await using server = await scratchServer(null, soon());
      await sql(server.url, "CREATE TABLE seen (l text); COPY seen FROM PROGRAM 'env'");
      const { rows } = await sql(server.url, "SELECT l FROM seen");
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.map(({ l }) => String(l)).join()).not.toContain("s3cret");
    } finally {
      delete process.env.PGPORT;
      delete process.env.DRILL_SECRET;
    }
  });

  test("what cannot be looked at is an error, and never a pass", async () => {
    await expect(ask()).rejects.toThrow("there is no backup backups/*.dump");
    await backUp();
    delete process.env.DRILL_SCRATCH;
    await expect(ask()).rejects.toThrow("PostgreSQL at $DRILL_SCRATCH could not look: the variable is not set");
    process.env.DRILL_SCRATCH = production.replace(/headgate:[^@]*@/, "headgate:wrong-s3cret@");
    await expect(ask()).rejects.toThrow(/^(?!.*s3cret).*authentication failed/);
  });
});

describe("restore drills of files and by commands", () => {
  test("R43: an archive that comes back whole passes, and a changed file in it is found", async () => {
    await using home = await folder();
    await using store = simulatedStore();
    const run = (text: string) => execFileSync("sh", ["-ec", text], { cwd: home.path });
    run(
      "mkdir -p up/a; echo one > up/1.txt; echo two > up/a/2.txt; cd up; find . -type f -exec sha256sum {} + > ../sums",
    );
    run("tar -czf up-1.tar.gz -C up .; cp sums up-1.tar.gz.sha256sums");
    let now = instant(Date.now());
    const files: Backup = { kind: "files", name: "uploads", archive: "up-*.tar.gz", within: millis(60_000) };
    const ask = async () => {
      const deps = { ...store, looks, now: () => now, home: home.path, clock: systemClock, runCommand };
      const backups: Backups = { drillEvery: millis(day), stores: [files] };
      return judged("checklist.backups", await backupsProbe(deps, { config: { ...least, backups } })(question, soon()));
    };
    const whole = await ask();
    expect(whole.report.figures).toMatchObject({ rowsRestored: 2, rowsDamaged: 0 });
    expect(whole.state).toBe("pass");

    run("echo three > up/1.txt; rm up/a/2.txt; tar -czf up-1.tar.gz -C up .");
    now = instant(now + 2 * day);
    expect((await ask()).report.findings.map(({ title }) => title)).toEqual([
      "1.txt: came back changed",
      "a/2.txt: did not come back",
    ]);
    run("head -c 20 up-1.tar.gz > cut; mv cut up-1.tar.gz");
    expect((await ask()).report.findings[0]?.title).toMatch(/^tar: /);
  });

  test("a command of one's own restores, and its figures count and grow old", async () => {
    await using home = await folder();
    await using store = simulatedStore();
    let now = instant(Date.now());
    const figures = { backupAgeHours: 1, rowsRestored: 7, rowsDamaged: 0, restoreSeconds: 2, schemaMatches: 1 };
    await writeFile(join(home.path, "drill.json"), JSON.stringify({ figures }));
    const own: Backup = { kind: "command", name: "ledger", command: ["cat", "drill.json"], within: millis(10_000) };
    const ask = async () => {
      const deps = { ...store, looks, now: () => now, home: home.path, clock: systemClock, runCommand };
      const backups: Backups = { drillEvery: millis(30 * day), stores: [own] };
      return judged("checklist.backups", await backupsProbe(deps, { config: { ...least, backups } })(question, soon()));
    };
    expect(await ask()).toMatchObject({ state: "pass", report: { figures: { backupAgeHours: 1, restoreAgeDays: 0 } } });
    now = instant(now + 10 * day);
    expect(await ask()).toMatchObject({
      state: "fail",
      report: { figures: { backupAgeHours: 241, restoreAgeDays: 10 } },
    });
    await writeFile(join(home.path, "drill.json"), "no report");
    now = instant(now + 30 * day);
    await expect(ask()).rejects.toThrow("cat drill.json could not look");
  });
});
