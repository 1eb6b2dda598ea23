import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyAnswer } from "../../src/api/verify-answer.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { happenings } from "../support/entries.ts";
import { type Shell, shell } from "../support/headgate.ts";
import { leastHeadgate } from "../support/headgate-yaml.ts";
import { hasPostgres, type PostgresServer, postgres, sql } from "../support/postgres.ts";
import { startService } from "../support/service.ts";
import { smallProcessText } from "../support/small-process.ts";
import { startHeadgateWith } from "../support/start-headgate.ts";

type Env = Readonly<Record<string, string>>;

/** One call with these variables, to its end. */
const headgate = async (env: Env, { path }: Shell, ...argv: readonly string[]) => {
  await using running = startHeadgateWith(env, path, ...argv);
  return { exit: await running.exit, said: running.said() };
};

const withDatabase = async (database: string): Promise<Shell> => {
  const here = await shell();
  await here.write("headgate.yaml", `${leastHeadgate}database: ${database}\n`);
  await here.write("process.yaml", smallProcessText);
  return here;
};

const opening: readonly string[][] = [
  ["status"],
  ["conduct"],
  ["verify"],
  ["move-journal"],
  ["env"],
  ["mine", "--as", "ada"],
];

describe("database: in headgate.yaml", () => {
  test.each(opening)(
    "headgate %s does not take the embedded journal for a variable that is not set",
    async (...argv) => {
      await using here = await withDatabase("$SHOP_JOURNAL");

      const { exit, said } = await headgate({ SHOP_JOURNAL: "" }, here, ...argv);

      expect(said).toContain("says that SHOP_JOURNAL tells where the journal is, and that variable is not set.");
      expect(exit).toBe(2);
      expect(existsSync(join(here.path, ".headgate"))).toBe(false);
    },
  );

  test.each([["check"], ...opening])("headgate %s refuses a password, and never repeats it", async (...argv) => {
    await using here = await withDatabase("postgresql://ann:hunter2@127.0.0.1/h");

    const { exit, said } = await headgate({}, here, ...argv);

    expect(exit).toBe(5);
    expect(said).toContain("headgate.yaml:8 database: has a password in it");
    expect(said).not.toContain("hunter2");
  });

  test("check says which place is in force", async () => {
    await using here = await withDatabase("$SHOP_JOURNAL");
    const check = async (env: Env) => (await headgate(env, here, "check")).said;

    expect(await check({})).toContain(
      "The journal is on PostgreSQL, where database: says: $SHOP_JOURNAL, which is not set here.",
    );
    expect(await check({ SHOP_JOURNAL: "x" })).toContain("where database: says: $SHOP_JOURNAL.");
    expect(await check({ HEADGATE_DATABASE_URL: "x" })).toContain("where HEADGATE_DATABASE_URL says.");
    expect(JSON.parse((await headgate({}, here, "check", "--json")).said)).toMatchObject({
      journal: { on: "PostgreSQL", by: "headgate.yaml" },
    });
    await here.write("headgate.yaml", leastHeadgate);
    expect(await check({})).toContain("The journal is in .headgate.");
  });
});

describe.skipIf(!hasPostgres)("a journal on PostgreSQL by headgate.yaml (apt install postgresql)", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** Without the password, which `PGPASSWORD` brings. */
  const plain = (name: string): string => `postgresql://headgate@127.0.0.1:${server.port}/${name}`;
  const verified = async (env: Env, here: Shell) =>
    verifyAnswer.parse(JSON.parse((await headgate(env, here, "verify", "--json")).said));

  test("conduct works with the variable that the file names; the password is in no entry, blob, file or output", async () => {
    const { name, url } = await server.database();
    await using service = await startService({ database: url, config: { database: "$SHOP_JOURNAL" } });
    const env = { SHOP_JOURNAL: url };
    await using conductor = startHeadgateWith(env, service.shell.path, "conduct", "--json");
    await service.start();
    await service.phase("promoted", 40_000);
    const status = await headgate(env, service.shell, "status", service.id);
    await conductor.signal("SIGTERM");
    await conductor.exit;

    expect(await verified(env, service.shell)).toMatchObject({
      ok: true,
      where: `on PostgreSQL at 127.0.0.1:${server.port}/${name}`,
    });
    expect(existsSync(join(service.shell.path, ".headgate/journal.db"))).toBe(false);
    const kept = await keptIn(url);
    expect(kept).toContain('"database":"$SHOP_JOURNAL"'); // the pinned configuration says where, by name alone
    const files = await textsBelow(service.shell.path);
    for (const text of [kept, status.said, conductor.said(), ...files]) expect(secretsIn(text)).toEqual([]);
  });

  test("move-journal moves to where the file says; without the key the embedded one is not taken up again", async () => {
    const { name, url } = await server.database();
    await using here = await withDatabase(plain(name));
    const env = { PGPASSWORD: server.password };
    await using store = openSqliteJournal(join(here.path, ".headgate"));
    await store.journal.append("release/shop-1.1.0", 0, happenings(3));
    await store.close();

    const moved = await headgate(env, here, "move-journal");

    expect(moved).toMatchObject({ exit: 0, said: expect.stringContaining("Moved 3 entries to PostgreSQL") });
    expect(moved.said).toContain("From now on it is used, as database: in headgate.yaml says.");
    expect(await verified(env, here)).toMatchObject({ ok: true, entries: 3, where: expect.stringContaining(name) });
    await here.write("headgate.yaml", leastHeadgate);
    const without = await headgate(env, here, "verify");
    expect(without).toMatchObject({
      exit: 2,
      said: expect.stringContaining(`was moved to PostgreSQL at 127.0.0.1:${server.port}/${name}`),
    });
    expect(without.said).toContain("Set HEADGATE_DATABASE_URL, or database: in headgate.yaml, to where it is now.");
    expect(secretsIn(await keptIn(url))).toEqual([]);
  });

  test("HEADGATE_DATABASE_URL wins over the file", async () => {
    const [meant, other] = [await server.database(), await server.database()];
    await using here = await withDatabase(plain(other.name));

    const there = await verified({ HEADGATE_DATABASE_URL: meant.url }, here);

    expect(there.where).toContain(meant.name);
    expect((await sql(other.url, "SELECT to_regclass('headgate.entries') AS made")).rows).toEqual([{ made: null }]);
  });

  const secretsIn = (text: string): readonly string[] =>
    [server.password, encodeURIComponent(server.password), "s3cret"].filter((secret) => text.includes(secret));
});

/** Everything that the database keeps, as text. */
const keptIn = async (url: string): Promise<string> => {
  const tables = ["meta", "entries", "heads", "leases"].map((name) => `SELECT t::text AS kept FROM headgate.${name} t`);
  const blobs = "SELECT convert_from(bytes, 'UTF8') AS kept FROM headgate.blobs";
  const { rows } = await sql(url, [...tables, blobs].join(" UNION ALL "));
  return rows.map(({ kept }) => String(kept)).join("\n");
};

const textsBelow = async (folder: string): Promise<readonly string[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((one) => one.isFile());
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), "latin1")));
};
