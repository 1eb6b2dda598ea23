import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmdirSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { verifyChain } from "../../src/journal/chain.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { expectFedByProcesses } from "../contract/feed-processes.ts";
import { journalContract } from "../contract/journal.ts";
import { happening, happenings } from "../support/entries.ts";
import { folder as newFolder } from "../support/folder.ts";
import { runWriter } from "../support/start-writer.ts";
import { tamper } from "../support/tamper.ts";

journalContract("SQLite", async () => {
  const folder = await newFolder();
  const path = join(folder.path, "made", "when", "missing");
  const store = openSqliteJournal(path);
  let clock = Date.UTC(2026, 0, 1);
  return {
    ...store,
    now: () => instant(clock),
    pass: async (length) => {
      clock += length;
    },
    another: async () => openSqliteJournal(path),
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
});

test("what was kept is there after closing and opening again; closing twice is harmless", async () => {
  await using folder = await newFolder();
  const before = openSqliteJournal(folder.path);
  await before.journal.append("a", 0, happenings(2));
  const lease = await before.leases.take("l", "one", 100, instant(0));
  const digest = await before.blobs.put(Buffer.from("b"));
  await before.close();
  await before.journal.close();

  await using after = openSqliteJournal(folder.path);
  expect(await after.journal.append("a", 2, [happening(3)])).toMatchObject([{ version: 3 }]);
  expect(await after.leases.take("l", "one", 100, instant(1))).toEqual(lease);
  expect(Buffer.from(await after.blobs.get(digest)).toString()).toBe("b");
});

test("a journal of a newer version is left alone, and says so", async () => {
  await using folder = await newFolder();
  await openSqliteJournal(folder.path).close();
  tamper(folder.path, "UPDATE meta SET value = '2'");

  expect(() => openSqliteJournal(folder.path)).toThrow(/has the format 2; this Headgate knows 1/);
});

test.skipIf(process.platform === "win32")(
  "others than its owner and their group cannot read it, for accounts are in it: neither a new one nor one of before",
  async () => {
    await using folder = await newFolder();
    const path = join(folder.path, "journal.db");
    await openSqliteJournal(folder.path).close();
    expect((await stat(path)).mode & 0o007).toBe(0);
    await chmod(path, 0o644);
    await using store = openSqliteJournal(folder.path);
    await store.journal.append("a", 0, happenings(1));

    for (const file of await readdir(folder.path))
      expect([file, (await stat(join(folder.path, file))).mode & 0o007]).toEqual([file, 0]);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  },
);

test("a file that is no journal is reported as damaged, not replaced", async () => {
  await using folder = await newFolder();
  const path = join(folder.path, "journal.db");
  await writeFile(path, "Dear diary, ".repeat(100));

  expect(() => openSqliteJournal(folder.path)).toThrow(expect.objectContaining({ code: "JOURNAL_DAMAGED" }));
  expect(await readFile(path, "utf8")).toContain("Dear diary");
});

describe("several processes", () => {
  test("that open a new journal at once all succeed, and appending to one stream lose and double nothing", async () => {
    await using folder = await newFolder();
    const writer = { place: folder.path, stream: "shared", appends: 60, bytes: 100 };
    const outcomes = await Promise.all([runWriter(writer), runWriter(writer), runWriter(writer)]);

    expect(outcomes.map(({ error }) => error)).toEqual([null, null, null]);
    const acknowledged = outcomes
      .flatMap((outcome) => outcome.acknowledged)
      .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
    await using store = openSqliteJournal(folder.path);
    const entries = await store.journal.read("shared");
    expect(acknowledged.toSorted((a, b) => a - b)).toEqual(entries.map(({ version }) => version));
    expect(entries).toHaveLength(3 * 60 * 3);
    expect(verifyChain(entries).ok).toBe(true);
  });

  test("that append, one of them killed: the feed tells every entry once, in one order, while they write and after", async () => {
    await using folder = await newFolder();
    await using store = openSqliteJournal(folder.path);
    await expectFedByProcesses(store, folder.path);
  });

  test("a new journal that another is just writing to is waited for, though SQLite would not wait", async () => {
    await using folder = await newFolder();
    const writing = await holdingLock(join(folder.path, "journal.db"));
    await using store = openSqliteJournal(folder.path);

    expect(await store.journal.append("a", 0, happenings(1))).toHaveLength(1);
    expect(await writing.ended).toBe(0);
  });

  test("share leases: the other's is seen at once", async () => {
    await using folder = await newFolder();
    await using one = openSqliteJournal(folder.path);
    await using two = openSqliteJournal(folder.path);

    expect(await one.leases.take("a", "one", 100, instant(0))).toMatchObject({ fence: 1 });
    expect(await two.leases.take("a", "two", 100, instant(50))).toBeNull();
    expect(await two.leases.take("a", "two", 100, instant(100))).toMatchObject({ fence: 2 });
  });
});

/** A thread that has the write lock of a database not yet in WAL, and lets it go 100 ms after it was got. */
const holdingLock = async (path: string): Promise<{ readonly ended: Promise<number> }> => {
  const code = `
    const { parentPort } = require("node:worker_threads");
    const db = new (require("node:sqlite").DatabaseSync)(${JSON.stringify(path)});
    db.exec("BEGIN IMMEDIATE");
    parentPort.postMessage("held");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    db.exec("COMMIT");
    db.close();`;
  const thread = new Worker(code, { eval: true });
  await once(thread, "message");
  return { ended: once(thread, "exit").then(([code]) => Number(code)) };
};

describe("T33, T32: a process killed with SIGKILL at any moment", () => {
  const rounds = 24;
  // Entries of 20 kB bring a checkpoint about every 200 of them, so that some kills fall into one.
  const writer = { stream: "release/a", appends: 1e9, bytes: 20_000 };

  test(`loses nothing that it acknowledged, in ${rounds} kills`, async () => {
    await using folder = await newFolder();
    let known = 0;
    for (let round = 0; round < rounds; round++) {
      const { acknowledged, error } = await runWriter({ ...writer, place: folder.path }, 1 + ((round * 7) % 40));
      expect(error).toBeNull();
      await using store = openSqliteJournal(folder.path);
      const entries = await store.journal.read(writer.stream, known);
      const last = acknowledged.at(-1)?.[1] ?? 0;
      expect(entries.at(-1)?.version).toBeGreaterThanOrEqual(last);
      expect(last).toBeGreaterThan(known);
      // One append may have been kept and its acknowledgement lost, but never a part of one.
      const unheard = entries
        .filter(({ version }) => version > last)
        .map(({ data }) => data as { of: number; i: number });
      expect(unheard.map(({ i }) => i)).toEqual(Array.from({ length: unheard[0]?.of ?? 0 }, (_, i) => i));
      known = entries.at(-1)?.version ?? known;
    }
    await using store = openSqliteJournal(folder.path);
    expect(await verifyJournal(store.journal, "")).toMatchObject({ ok: true, entries: known });
    expect(await store.journal.append(writer.stream, known, [happening(1)])).toHaveLength(1);
  });

  test("does not disturb another that has the journal open", async () => {
    await using folder = await newFolder();
    await using store = openSqliteJournal(folder.path);
    for (let round = 1; round <= 5; round++) {
      const { acknowledged } = await runWriter({ ...writer, place: folder.path }, 3 * round);
      expect((await store.journal.read(writer.stream)).length).toBeGreaterThanOrEqual(acknowledged.at(-1)?.[1] ?? 1);
      await store.journal.append("mine", round - 1, [happening(round)]);
    }
    expect((await verifyJournal(store.journal, "")).ok).toBe(true);
  });
});

describe("a full disk", () => {
  test("refuses with JOURNAL_FULL, keeps what it acknowledged, and goes on once there is room", async () => {
    await using folder = await newFolder();
    const writer = { place: folder.path, stream: "a", appends: 1e9, bytes: 5_000 };
    const { acknowledged, error } = await runWriter({ ...writer, fileLimit: 512 });

    expect(error).toBe("JOURNAL_FULL");
    expect(acknowledged.length).toBeGreaterThan(3);
    await using store = openSqliteJournal(folder.path);
    const last = acknowledged.at(-1)![1];
    expect(await verifyJournal(store.journal, "")).toMatchObject({ ok: true, entries: last });
    expect(await store.journal.append("a", last, [happening(1)])).toHaveLength(1);
  });

  test.skipIf(!canMount())(
    "a file system of 1 MB (skipped where a tmpfs cannot be mounted: needs root on Linux): the same connection recovers",
    async () => {
      await using folder = await newFolder();
      await using disk = await tinyDisk(join(folder.path, "disk"));
      const ballast = join(disk.path, "ballast");
      await writeFile(ballast, Buffer.alloc(300_000));
      await using store = openSqliteJournal(join(disk.path, "journal"));
      let version = 0;
      const fill = async () => {
        for (;;) version += (await store.journal.append("a", version, [happening(version, "x".repeat(20_000))])).length;
      };

      await expect(fill()).rejects.toMatchObject({
        code: "JOURNAL_FULL",
        message: expect.stringContaining("cannot be written: "),
      });
      expect(version).toBeGreaterThan(3);
      await expect(store.blobs.put(Buffer.alloc(900_000))).rejects.toMatchObject({ code: "JOURNAL_FULL" });
      expect(await readdir(join(disk.path, "journal", "blobs"), { recursive: true })).not.toContainEqual(
        expect.stringContaining(".tmp"),
      );
      await expect(store.journal.read("a")).resolves.toHaveLength(version);
      await rm(ballast);
      expect(await store.journal.append("a", version, [happening(1)])).toHaveLength(1);
      expect(await verifyJournal(store.journal, "")).toMatchObject({ ok: true, entries: version + 1 });
    },
  );
});

/** Not even root may, in most containers. */
function canMount(): boolean {
  const path = mkdtempSync(join(tmpdir(), "hg-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", path], { stdio: "ignore" });
    execFileSync("umount", [path]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(path);
  }
}

/** A file system of 1 MB in memory, unmounted at the end of its block. */
const tinyDisk = async (path: string): Promise<{ readonly path: string } & AsyncDisposable> => {
  await mkdir(path);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", path]);
  return { path, [Symbol.asyncDispose]: async () => void execFileSync("umount", [path]) };
};
