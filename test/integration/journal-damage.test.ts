import { open, readFile, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { follow } from "../contract/feed.ts";
import { damageContract } from "../contract/journal-damage.ts";
import { happening } from "../support/entries.ts";
import { folder as newFolder } from "../support/folder.ts";
import { tamper } from "../support/tamper.ts";

damageContract("SQLite", async () => {
  const folder = await newFolder();
  const store = openSqliteJournal(folder.path);
  return {
    ...store,
    tamper: async (sql) => tamper(folder.path, sql),
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
});

describe("T41: one corrupt entry leaves the list and other streams answering", () => {
  test("a page of the file overwritten with noise", async () => {
    await using folder = await newFolder();
    const before = openSqliteJournal(folder.path);
    for (const stream of ["a", "b", "c"])
      await before.journal.append(
        stream,
        0,
        Array.from({ length: 200 }, (_, i) => happening(i, `${stream}-${i}-here`)),
      );
    await before.close();
    await overwritePageWith(join(folder.path, "journal.db"), "b-100-here");

    await using store = openSqliteJournal(folder.path);
    const report = await verifyJournal(store.journal, "");
    expect(report.streams).toMatchObject([{ ok: true }, { stream: "b", ok: false }, { ok: true }]);
    const where = Number(report.streams.find(({ ok }) => !ok)?.entries) + 1;
    expect(where).toBeGreaterThan(80);
    expect(where).toBeLessThanOrEqual(101);
    await expect(store.journal.read("b")).rejects.toMatchObject({
      code: "JOURNAL_DAMAGED",
      detail: { version: where },
    });
    expect(await store.journal.list("")).toHaveLength(3);
    expect(await store.journal.append("a", 200, [happening(201)])).toHaveLength(1);
    const fed = await follow(store.feed, "0", 601, 50);
    const lost = fed.filter(({ entry }) => entry === null);
    expect(lost[0]).toMatchObject({ stream: "b", version: where });
    expect(lost.every(({ stream }) => stream === "b")).toBe(true);
    expect(lost.length).toBeLessThan(100);
    expect(fed).toHaveLength(601);
  });

  test("a blob that was cut or changed is damaged, one that is gone is missing, and putting it again heals it", async () => {
    await using folder = await newFolder();
    await using store = openSqliteJournal(folder.path);
    const bytes = Buffer.from("a report");
    const digest = await store.blobs.put(bytes);
    const hex = digest.slice(7);
    const path = join(folder.path, "blobs", "sha256", hex.slice(0, 2), hex.slice(2));
    await truncate(path, 3);

    await expect(store.blobs.get(digest)).rejects.toMatchObject({ code: "BLOB_DAMAGED", detail: { digest } });
    await store.blobs.put(bytes);
    expect(Buffer.compare(await store.blobs.get(digest), bytes)).toBe(0);
    await rm(path);
    await expect(store.blobs.get(digest)).rejects.toMatchObject({ code: "BLOB_MISSING" });
  });
});

const pageSize = 4_096;

const overwritePageWith = async (path: string, text: string): Promise<void> => {
  const at = (await readFile(path)).indexOf(text);
  await using file = await open(path, "r+");
  await file.write(Buffer.alloc(pageSize, 0xee), 0, pageSize, Math.floor(at / pageSize) * pageSize);
};
