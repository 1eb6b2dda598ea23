import { open, readFile, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/journal/chain.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { happening, happenings } from "../support/entries.ts";
import { folder as newFolder } from "../support/folder.ts";
import { tamper } from "../support/tamper.ts";

describe("R90, R198: an entry tampered with on disk is named by stream and version", () => {
  const streams = ["environment/x", "release/a", "release/b"];
  const here = "stream = 'release/a' AND version";
  const cases: [string, string, number, RegExp][] = [
    ["edited data", `UPDATE entries SET data = '{"n":4}' WHERE ${here} = 3`, 3, /edited/],
    ["another actor", `UPDATE entries SET actor_id = 'eve' WHERE ${here} = 2`, 2, /edited/],
    ["another time", `UPDATE entries SET at = at - 1 WHERE ${here} = 1`, 1, /edited/],
    ["a removed first entry", `DELETE FROM entries WHERE ${here} = 1`, 1, /gone/],
    ["a removed entry", `DELETE FROM entries WHERE ${here} = 3`, 3, /gone/],
    ["a removed last entry", `DELETE FROM entries WHERE ${here} = 5`, 5, /gone/],
    ["removed and closed up", `DELETE FROM entries WHERE ${here} = 3; ${moveDown(3)}`, 3, /moved/],
    [
      "edited, and a later one removed",
      `UPDATE entries SET type = 'x' WHERE ${here} = 2; DELETE FROM entries WHERE ${here} = 4`,
      2,
      /edited/,
    ],
    [
      "edited, and the end removed",
      `UPDATE entries SET type = 'x' WHERE ${here} = 2; DELETE FROM entries WHERE ${here} = 5`,
      2,
      /edited/,
    ],
    ["all entries removed", "DELETE FROM entries WHERE stream = 'release/a'", 1, /gone/],
    [
      "reordered",
      `UPDATE entries SET version = 9 WHERE ${here} = 2; UPDATE entries SET version = 2 WHERE ${here} = 3;
       UPDATE entries SET version = 3 WHERE ${here} = 9`,
      2,
      /moved/,
    ],
    [
      "put in at the end",
      `INSERT INTO entries SELECT stream, 6, at, actor_kind, actor_id, type, data, hash, hash FROM entries WHERE ${here} = 5`,
      6,
      /put in/,
    ],
    ["an older head", "UPDATE heads SET version = 4 WHERE stream = 'release/a'", 5, /put in/],
    ["another head", `UPDATE heads SET hash = '${sha256("x")}' WHERE stream = 'release/a'`, 5, /head/],
    ["a removed head", "DELETE FROM heads WHERE stream = 'release/a'", 1, /head is gone/],
    [
      "taken from another stream",
      `UPDATE entries SET data = '9', hash = '${sha256("x")}' WHERE ${here} = 5`,
      5,
      /hash/,
    ],
  ];

  test.each(cases)("%s", async (_, sql, where, problem) => {
    await using folder = await newFolder();
    await using store = openSqliteJournal(folder.path);
    for (const stream of streams) await store.journal.append(stream, 0, happenings(5));
    expect((await verifyJournal(store.journal, "")).ok).toBe(true);
    tamper(folder.path, sql);
    const report = await verifyJournal(store.journal, "");

    expect(report.ok).toBe(false);
    expect(report.streams.filter(({ ok }) => !ok)).toMatchObject([
      { stream: "release/a", where, problem: expect.stringMatching(problem), entries: where - 1 },
    ]);
    expect(report.streams).toHaveLength(3);
  });
});

const moveDown = (above: number): string =>
  [above, above + 1]
    .map((v) => `UPDATE entries SET version = ${v} WHERE stream = 'release/a' AND version = ${v + 1};`)
    .join("");

describe("T41: one corrupt entry leaves the list and other streams answering", () => {
  test("data that is not JSON", async () => {
    await using folder = await newFolder();
    await using store = openSqliteJournal(folder.path);
    for (const stream of ["a", "b"]) await store.journal.append(stream, 0, happenings(3));
    tamper(folder.path, `UPDATE entries SET data = '{"n":' WHERE stream = 'a' AND version = 2`);

    await expect(store.journal.read("a")).rejects.toMatchObject({
      code: "JOURNAL_DAMAGED",
      detail: { stream: "a", version: 2, where: "a version 2" },
    });
    expect(await store.journal.read("a", 2)).toHaveLength(1);
    expect(await store.journal.list("")).toHaveLength(2);
    expect(await store.journal.read("b")).toHaveLength(3);
    expect(await store.journal.append("b", 3, [happening(4)])).toHaveLength(1);
    expect(await verifyJournal(store.journal, "")).toMatchObject({
      ok: false,
      streams: [
        { stream: "a", ok: false, where: 2, problem: "its data is not JSON" },
        { stream: "b", ok: true },
      ],
    });
  });

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
