import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPostgresJournal } from "../../src/journal/postgres.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { follow } from "../contract/feed.ts";
import { damageContract } from "../contract/journal-damage.ts";
import { happening } from "../support/entries.ts";
import { hasPostgres, type PostgresServer, postgres, sql } from "../support/postgres.ts";

describe.skipIf(!hasPostgres)("PostgreSQL (apt install postgresql)", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  damageContract("PostgreSQL", async () => {
    const { url } = await server.database();
    const store = await openPostgresJournal(url);
    return { ...store, tamper: async (text) => void (await sql(url, `SET search_path = headgate; ${text}`)) };
  });

  test("T41: a page of its file overwritten with noise is named by version; other streams go on", async () => {
    const { url } = await server.database();
    await using store = await openPostgresJournal(url);
    for (const stream of ["a", "b", "c"])
      await store.journal.append(
        stream,
        0,
        Array.from({ length: 200 }, (_, i) => happening(i, `${stream}-${i}-here`)),
      );
    const { rows } = await sql(url, "CHECKPOINT; SELECT pg_relation_filepath('headgate.entries') AS path").then(
      (results) => (Array.isArray(results) ? results[1] : results),
    );
    await server.stop("fast");
    await overwritePageWith(join(server.folder, "data", rows[0].path), "b-100-here");
    await server.start();

    const report = await verifyJournal(store.journal, "");
    expect(report.streams).toMatchObject([{ ok: true }, { stream: "b", ok: false }, { ok: true }]);
    const where = Number(report.streams.find(({ ok }) => !ok)?.entries) + 1;
    expect(where).toBeGreaterThan(60);
    expect(where).toBeLessThanOrEqual(101);
    await expect(store.journal.read("b")).rejects.toMatchObject({
      code: "JOURNAL_DAMAGED",
      detail: { version: where },
    });
    expect(await store.journal.list("")).toHaveLength(3);
    expect(await store.journal.append("a", 200, [happening(201)])).toHaveLength(1);
    const fed = await follow(store.feed, "0.0", 601, 50);
    const lost = fed.filter(({ entry }) => entry === null);
    expect(lost[0]).toMatchObject({ stream: "b", version: where });
    expect(lost.every(({ stream }) => stream === "b")).toBe(true);
    expect(lost.length).toBeLessThan(100);
    expect(fed).toHaveLength(601);
  });

  test("a blob that was changed is damaged, one that is gone is missing, and putting it again heals it", async () => {
    const { url } = await server.database();
    await using store = await openPostgresJournal(url);
    const bytes = Buffer.from("a report");
    const digest = await store.blobs.put(bytes);
    await sql(url, "UPDATE headgate.blobs SET bytes = 'another'");

    await expect(store.blobs.get(digest)).rejects.toMatchObject({ code: "BLOB_DAMAGED", detail: { digest } });
    await store.blobs.put(bytes);
    expect(Buffer.compare(await store.blobs.get(digest), bytes)).toBe(0);
    await sql(url, "DELETE FROM headgate.blobs");
    await expect(store.blobs.get(digest)).rejects.toMatchObject({ code: "BLOB_MISSING" });
  });
});

const pageSize = 8_192;

const overwritePageWith = async (path: string, text: string): Promise<void> => {
  const at = (await readFile(path)).indexOf(text);
  expect(at).toBeGreaterThan(0);
  await using file = await open(path, "r+");
  await file.write(Buffer.alloc(pageSize, 0xee), 0, pageSize, Math.floor(at / pageSize) * pageSize);
};
