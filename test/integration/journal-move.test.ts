import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { moveAnswer } from "../../src/api/move-answer.ts";
import { verifyAnswer } from "../../src/api/verify-answer.ts";
import { instant } from "../../src/domain/units.ts";
import { moveFolder } from "../../src/journal/move.ts";
import { openStore } from "../../src/journal/open-store.ts";
import { openPostgresJournal } from "../../src/journal/postgres.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { happening, happenings } from "../support/entries.ts";
import { folder as newFolder } from "../support/folder.ts";
import { oldJournal, oldRows } from "../support/old-journal.ts";
import { hasPostgres, type PostgresServer, postgres, sql } from "../support/postgres.ts";
import { startWriter } from "../support/start-writer.ts";
import { until } from "../support/until.ts";

const now = () => instant(Date.now());

describe.skipIf(!hasPostgres)("moving a journal into PostgreSQL (apt install postgresql)", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("T48: every entry arrives under its hash, every blob under its digest, also from a journal of 0.1", async () => {
    await using folder = await newFolder();
    await oldJournal(folder.path);
    const { url } = await server.database();

    expect(await moveFolder(folder.path, url, now)).toMatchObject({
      streams: 4,
      entries: oldRows.length,
      there: 0,
      blobs: 2,
    });
    await using there = await openPostgresJournal(url);
    const rows = await Promise.all((await there.journal.list("")).map(({ stream }) => there.journal.read(stream)));
    expect(rows.flat().map(({ hash }) => hash)).toEqual(oldRows.map(({ hash }) => hash));
    expect(await verifyJournal(there.journal, "")).toMatchObject({ ok: true, entries: oldRows.length });
    expect((await sql(url, "SELECT FROM headgate.blobs")).rowCount).toBe(2);
    expect((await sql(url, "SELECT FROM headgate.leases")).rowCount).toBe(0);
  });

  test("again, it moves nothing, and what was written there since stays", async () => {
    await using folder = await newFolder();
    await filled(folder.path, ["a", "b"], 3);
    const { url } = await server.database();
    await moveFolder(folder.path, url, now);
    await using there = await openPostgresJournal(url);
    await there.journal.append("a", 3, [happening(4)]);

    expect(await moveFolder(folder.path, url, now)).toMatchObject({ entries: 0, there: 6, streams: 2 });
    expect(await there.journal.read("a")).toHaveLength(4);
  });

  test("afterwards the embedded one can be read and verified, but takes nothing and is not opened by mistake", async () => {
    await using folder = await newFolder();
    await using before = openSqliteJournal(folder.path);
    await before.journal.append("a", 0, happenings(2));
    const { url } = await server.database();
    await moveFolder(folder.path, url, now);

    const moved = { code: "USAGE", message: expect.stringMatching(/moved to PostgreSQL at 127\.0\.0\.1:\d+\/\w+\.$/) };
    await expect(before.journal.append("a", 2, [happening(3)])).rejects.toMatchObject(moved);
    await expect(before.leases.take("release/a", "one", 100, now())).rejects.toMatchObject(moved);
    await expect(openStore({ folder: folder.path })).rejects.toMatchObject(moved);
    expect((await verifyJournal(before.journal, "")).ok).toBe(true);
    await using there = await openStore({ folder: folder.path, database: url });
    expect(await there.journal.append("a", 2, [happening(3)])).toHaveLength(1);
  });

  test("another history there is refused before anything is written", async () => {
    await using folder = await newFolder();
    await filled(folder.path, ["a", "b"], 3);
    const { url } = await server.database();
    await using there = await openPostgresJournal(url);
    await there.journal.append("b", 0, [happening(1), happening(9)]);

    await expect(moveFolder(folder.path, url, now)).rejects.toMatchObject({
      code: "JOURNAL_DIVERGED",
      detail: { stream: "b", version: 2 },
    });
    expect(await there.journal.list("")).toMatchObject([{ stream: "b", version: 2 }]);
    await using here = await openStore({ folder: folder.path });
    expect(await here.journal.append("b", 3, [happening(4)])).toHaveLength(1);
  });

  test("streams that are no concern of ours may be there", async () => {
    await using folder = await newFolder();
    await filled(folder.path, ["a"], 3);
    const { url } = await server.database();
    await using there = await openPostgresJournal(url);
    await there.journal.append("another", 0, happenings(1));

    expect(await moveFolder(folder.path, url, now)).toMatchObject({ streams: 1, entries: 3 });
  });

  test("while a release is conducted nothing is moved; once its lease is over everything is", async () => {
    await using folder = await newFolder();
    await filled(folder.path, ["release/a"], 3);
    await using here = openSqliteJournal(folder.path);
    await here.leases.take("release/a", "host/1", 5_000, instant(1_000));
    const { url } = await server.database();
    await using there = await openPostgresJournal(url);

    await expect(moveFolder(folder.path, url, () => instant(5_999))).rejects.toMatchObject({
      code: "JOURNAL_IN_USE",
      detail: { name: "release/a", holder: "host/1" },
    });
    expect(await there.journal.list("")).toEqual([]);
    expect(await moveFolder(folder.path, url, () => instant(6_000))).toMatchObject({ entries: 3 });
  });

  test("a journal that is not sound stays where it is", async () => {
    await using folder = await newFolder();
    await filled(folder.path, ["a", "b"], 3);
    const { DatabaseSync } = await import("node:sqlite");
    using db = new DatabaseSync(join(folder.path, "journal.db"));
    db.exec("UPDATE entries SET type = 'x' WHERE stream = 'b' AND version = 2");
    const { url } = await server.database();

    await expect(moveFolder(folder.path, url, now)).rejects.toMatchObject({
      code: "JOURNAL_DAMAGED",
      detail: { where: "b version 2" },
    });
    await using there = await openPostgresJournal(url);
    expect(await there.journal.list("")).toEqual([]);
  });

  test("what is appended meanwhile is moved too: no acknowledged entry stays behind", async () => {
    await using folder = await newFolder();
    await filled(folder.path, ["a", "b", "c"], 400);
    const { url } = await server.database();
    const writer = startWriter({ place: folder.path, stream: "shared", appends: 1e9, bytes: 100 });
    const said = heard(writer);
    await until("it writes", () => said().length > 5);
    const moved = await moveFolder(folder.path, url, now);
    await once(writer, "close");

    const last = Number(
      said()
        .findLast((line) => /^\d+ \d+$/.test(line))
        ?.split(" ")[1],
    );
    expect(said().at(-1)).toBe("USAGE"); // what ended it: the journal was moved
    await using there = await openPostgresJournal(url);
    expect(await there.journal.read("shared")).toHaveLength(last);
    expect(moved.entries).toBe(1_200 + last);
    expect((await verifyJournal(there.journal, "")).ok).toBe(true);
  });

  test("T56: killed with SIGKILL at any moment, and run again: everything is there once", async () => {
    await using home = await newFolder();
    await writeFile(join(home.path, "headgate.yaml"), "");
    const state = join(home.path, ".headgate");
    await mkdir(state);
    const streams = Array.from({ length: 12 }, (_, i) => `release/${i}`);
    await filled(state, streams, 1_000);
    const { url } = await server.database();
    await using there = await openPostgresJournal(url);
    const arrived = async () => (await there.journal.list("")).reduce((sum, { version }) => sum + version, 0);
    let kills = 0;
    for (const enough of [1, 500, 2_500, 5_000, 9_000]) {
      const mover = move(home.path, url);
      await until("some of it arrived", async () => mover.exitCode !== null || (await arrived()) >= enough);
      if (mover.exitCode !== null) break;
      mover.kill("SIGKILL");
      await once(mover, "close");
      kills++;
      await expectPrefixes(there.journal, state);
    }
    expect(kills).toBeGreaterThan(2);
    const mover = move(home.path, url);
    const said = heard(mover);
    const [exit] = await once(mover, "close");

    expect(exit).toBe(0);
    const { entries, there: before, streams: moved } = moveAnswer.parse(JSON.parse(said().join("\n")));
    expect([entries + before, moved]).toEqual([12_000, 12]);
    expect(await arrived()).toBe(12_000);
    const verifying = headgate(home.path, url, "verify");
    const verified = heard(verifying);
    await once(verifying, "close");
    expect(verifyAnswer.parse(JSON.parse(verified().join("\n")))).toMatchObject({
      ok: true,
      entries: 12_000,
      where: expect.stringMatching(/^on PostgreSQL at 127/),
    });
    expect((await verifyJournal(there.journal, "")).ok).toBe(true);
  });

  test("without a database or a journal it says what is missing", async () => {
    await using folder = await newFolder();
    await expect(moveFolder(folder.path, undefined, now)).rejects.toMatchObject({ code: "USAGE" });
    await expect(moveFolder(folder.path, "postgresql://localhost/h", now)).rejects.toThrow("There is no journal in");
  });
});

const filled = async (folder: string, streams: readonly string[], count: number): Promise<void> => {
  await using store = openSqliteJournal(folder);
  for (const stream of streams) await store.journal.append(stream, 0, happenings(count));
  await store.blobs.put(Buffer.from(streams.join()));
};

/** Whatever arrived so far is a beginning of what stands here. */
const expectPrefixes = async (
  journal: Awaited<ReturnType<typeof openPostgresJournal>>["journal"],
  folder: string,
): Promise<void> => {
  await using here = openSqliteJournal(folder);
  for (const { stream, version, hash } of await journal.list(""))
    expect((await here.journal.read(stream))[version - 1]?.hash).toBe(hash);
};

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

const move = (home: string, url: string): ChildProcess => headgate(home, url, "move-journal");

const headgate = (home: string, url: string, command: string): ChildProcess =>
  spawn(process.execPath, [main, command, "--json"], {
    cwd: home,
    env: { ...process.env, HEADGATE_DATABASE_URL: url },
    stdio: ["ignore", "pipe", "inherit"],
  });

/** Lines that it has printed so far. */
const heard = (child: ChildProcess): (() => readonly string[]) => {
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  return () => output.split("\n").slice(0, -1);
};
