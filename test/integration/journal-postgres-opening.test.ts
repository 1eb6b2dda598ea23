import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { openPostgresJournal } from "../../src/journal/postgres.ts";
import { follow } from "../contract/feed.ts";
import { happening, happenings } from "../support/entries.ts";
import { hasPostgres, type PostgresServer, postgres, sql } from "../support/postgres.ts";

describe.skipIf(!hasPostgres)("opening a journal on PostgreSQL (apt install postgresql)", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("what was kept is there after closing and opening again; closing twice is harmless", async () => {
    const { url } = await server.database();
    const before = await openPostgresJournal(url);
    await before.journal.append("a", 0, happenings(2));
    const digest = await before.blobs.put(Buffer.from("b"));
    await before.close();
    await before.journal.close();

    await using after = await openPostgresJournal(url);
    expect(await after.journal.append("a", 2, [happening(3)])).toMatchObject([{ version: 3 }]);
    expect(Buffer.from(await after.blobs.get(digest)).toString()).toBe("b");
  });

  test("by many at once makes the tables once", async () => {
    const { url } = await server.database();
    const stores = await Promise.all(Array.from({ length: 8 }, () => openPostgresJournal(url)));
    const outcomes = await Promise.allSettled(stores.map(({ journal }) => journal.append("a", 0, happenings(1))));

    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  test("through the unix socket", async () => {
    const { name } = await server.database();
    const socket = `headgate:${encodeURIComponent(server.password)}@${encodeURIComponent(server.folder)}`;
    await using store = await openPostgresJournal(`postgresql://${socket}/${name}?port=${server.port}`);

    expect(await store.journal.append("a", 0, happenings(1))).toHaveLength(1);
  });

  test("by a user who may only use the tables that another made, and cannot change what was written", async () => {
    const { name, url } = await server.database();
    await openPostgresJournal(url).then((store) => store.close());
    await sql(url, `CREATE ROLE r${name} LOGIN PASSWORD 'r'; ${grants(`r${name}`)}`);
    const theirs = url.replace(/\/\/[^@]+@/, `//r${name}:r@`);
    await using store = await openPostgresJournal(theirs);

    await store.journal.append("a", 0, happenings(1));
    await store.journal.append("a", 1, happenings(1));
    expect(await store.leases.take("a", "one", 100, instant(0))).toMatchObject({ fence: 1 });
    expect(await store.leases.renew("one", 100, instant(0))).toHaveLength(1);
    expect(await store.blobs.get(await store.blobs.put(Buffer.from("b")))).toHaveLength(1);
    const kept = { kind: "account", key: "ada", value: 1, until: null };
    expect(await store.vault.put(kept, 0, instant(0))).toBe(true);
    expect(await store.vault.put(kept, 1, instant(0))).toBe(true);
    expect(await store.vault.list("account", "", instant(0))).toHaveLength(1);
    await store.vault.remove("account", "ada");
    expect(await follow(store.feed, "0.0", 2, 10)).toHaveLength(2);
    for (const statement of [
      "UPDATE headgate.entries SET type = 'x'",
      "DELETE FROM headgate.entries",
      "UPDATE headgate.feed SET version = 9",
      "DELETE FROM headgate.feed",
      `CREATE TEMP TABLE t (stream text, version int); CREATE TRIGGER t AFTER INSERT ON t REFERENCING NEW TABLE AS appended
        FOR EACH STATEMENT EXECUTE FUNCTION headgate.feed_entries()`,
    ])
      await expect(sql(theirs, statement)).rejects.toThrow("permission denied");
  });

  test("a journal of a newer version is left alone, and says so", async () => {
    const { url } = await server.database();
    await openPostgresJournal(url).then((store) => store.close());
    await sql(url, "UPDATE headgate.meta SET value = '2'");

    await expect(openPostgresJournal(url)).rejects.toThrow(/has the format 2; this Headgate knows 1/);
  });

  test.each([
    ["a wrong password", (url: string) => url.replace(/:[^:@]+@/, ":wrong-but-secret@"), "USAGE"],
    ["a database that is not there", (url: string) => `${url}x`, "USAGE"],
    ["a port where nobody listens", (url: string) => url.replace(/:\d+\//, ":9/"), "JOURNAL_UNREACHABLE"],
    ["a host that nobody knows", (url: string) => url.replace("127.0.0.1", "no.invalid"), "JOURNAL_UNREACHABLE"],
    ["a server without TLS", (url: string) => `${url}?sslmode=require`, "JOURNAL_UNREACHABLE"],
  ])("%s is told without a password in it", async (_, change, code) => {
    const { url } = await server.database();
    const error: Error = await openPostgresJournal(change(url), { patience: 0 }).then(
      () => expect.fail("it opened"),
      (thrown) => thrown,
    );

    expect(error).toMatchObject({ code });
    const everything = `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)}`;
    for (const secret of [server.password, encodeURIComponent(server.password), "wrong-but-secret"])
      expect(everything).not.toContain(secret);
  });

  test.each([
    ["synchronous_commit = off", "may lose what it acknowledged"],
    ["fsync = off", "may lose everything in a power cut"],
  ])("a server with %s is refused: it %s", async (setting, problem) => {
    await using forgetful = await postgres([setting]);
    const { url } = await forgetful.database();

    await expect(openPostgresJournal(url)).rejects.toThrow(problem);
  });

  test("a database that cannot hold every text is refused", async () => {
    const { name, url } = await server.database();
    await sql(url, `CREATE DATABASE a${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);

    await expect(openPostgresJournal(url.replace(name, `a${name}`))).rejects.toThrow("keeps text as LATIN1");
  });
});

const grants = (role: string): string => `
  GRANT USAGE ON SCHEMA headgate TO ${role};
  GRANT SELECT ON headgate.meta TO ${role};
  GRANT SELECT, INSERT ON headgate.entries, headgate.feed TO ${role};
  GRANT SELECT, INSERT, UPDATE ON headgate.heads, headgate.leases, headgate.blobs TO ${role};
  GRANT SELECT, INSERT, UPDATE, DELETE ON headgate.vault TO ${role};`;
