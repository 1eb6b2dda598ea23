import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { canonical } from "../../src/journal/canonical.ts";
import { seal } from "../../src/journal/chain.ts";
import type { Entry } from "../../src/journal/port.ts";
import { openPostgresJournal } from "../../src/journal/postgres.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { programPath } from "../../src/probes/backups/run-program.ts";
import { follow, namesOf } from "../contract/feed.ts";
import { happening, happenings } from "../support/entries.ts";
import { folder as newFolder } from "../support/folder.ts";
import { connected, oldTables } from "../support/old-postgres.ts";
import { hasPostgres, type PostgresServer, postgres, sql } from "../support/postgres.ts";

describe.skipIf(!hasPostgres)("the feed of PostgreSQL (apt install postgresql)", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test.each([
    ["COMMIT", ["slow@1", "fast@1", "fast@2"]],
    ["ROLLBACK", ["fast@1", "fast@2"]],
  ])("an append that began earlier and ends later, with %s, is not skipped", async (end, all) => {
    const { url } = await server.database();
    await using store = await openPostgresJournal(url);
    const start = await store.feed.end();
    await using slow = await connected(url);
    await slow.query("BEGIN");
    await appendOldWay(slow, seal("slow", null, happening(1)));
    await store.journal.append("fast", 0, happenings(2));

    expect(await store.feed.after(start, 10)).toEqual([]);
    expect(await store.feed.end()).toBe(start);
    await slow.query(end);
    expect(namesOf(await follow(store.feed, start, all.length, 10))).toEqual(all);
  });

  test("T48: tables of a Headgate without feed are brought up to date in place; one that still runs feeds too", async () => {
    const { url } = await server.database();
    await sql(url, oldTables);
    await using old = await connected(url);
    await appendOldWay(old, seal("before", null, happening(1)));
    await using store = await openPostgresJournal(url);
    expect(await store.feed.after(await store.feed.end(), 10)).toEqual([]);

    const [first, second] = [seal("during", null, happening(1)), happening(2)];
    await appendOldWay(old, first);
    await store.journal.append("during", 1, [second]);
    const fed = await follow(store.feed, "0.0", 2, 10);
    expect(fed.map(({ entry }) => entry)).toEqual(await store.journal.read("during"));
    expect(await store.vault.put({ kind: "account", key: "ada", value: 1, until: null }, 0, instant(0))).toBe(true);
    expect(await verifyJournal(store.journal, "")).toMatchObject({ ok: true, entries: 3 });
  });

  test("a dump restored on a server that has counted less far: positions of before are refused, new entries are told", async () => {
    await using folder = await newFolder();
    await using another = await postgres();
    const [{ url: from }, { url: to }] = [await server.database(), await another.database()];
    await sql(from, "DO $$ BEGIN FOR i IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$");
    await using before = await openPostgresJournal(from);
    await before.journal.append("a", 0, happenings(3));
    const [, second] = await follow(before.feed, "0.0", 3, 10);
    const dump = join(folder.path, "dump");
    execFileSync(programPath("pg_dump")!, ["--format=custom", `--file=${dump}`, from]);
    execFileSync(programPath("pg_restore")!, [`--dbname=${to}`, dump]);

    await using after = await openPostgresJournal(to);
    await expect(after.feed.after(second!.position, 10)).rejects.toMatchObject({ code: "FEED_POSITION_UNKNOWN" });
    const end = await after.feed.end();
    await after.journal.append("a", 3, [happening(4)]);
    await using opened = await openPostgresJournal(to);
    expect(namesOf(await follow(opened.feed, end, 1, 10))).toEqual(["a@4"]);
    expect(await verifyJournal(after.journal, "")).toMatchObject({ ok: true, entries: 4 });
  });
});

/** The statements of a Headgate that knows of no feed. */
const appendOldWay = async (client: Client, entry: Entry): Promise<void> => {
  const { stream, version, at, actor, type, data, previous, hash } = entry;
  await client.query("INSERT INTO headgate.heads (stream, version, hash, at) VALUES ($1, $2, $3, $4)", [
    stream,
    version,
    hash,
    at,
  ]);
  await client.query("INSERT INTO headgate.entries VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [
    ...[stream, version, at, actor.kind, actor.id, type, canonical(data), previous, hash],
  ]);
};
