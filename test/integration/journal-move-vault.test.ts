import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Instant, instant } from "../../src/domain/units.ts";
import { moveFolder } from "../../src/journal/move.ts";
import { openPostgresJournal } from "../../src/journal/postgres.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { happening, happenings } from "../support/entries.ts";
import { folder as newFolder } from "../support/folder.ts";
import { hasPostgres, type PostgresServer, postgres } from "../support/postgres.ts";
import { tamper } from "../support/tamper.ts";

const now = () => instant(Date.now());

describe.skipIf(!hasPostgres)("moving a vault into PostgreSQL (apt install postgresql)", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("the vault goes along but for what is over; again, what was changed or removed there since stays so", async () => {
    await using folder = await newFolder();
    await using here = openSqliteJournal(folder.path);
    await here.journal.append("a", 0, happenings(1));
    const at = now();
    const item = (key: string, value: unknown, until: Instant | null = null) => ({
      kind: "account",
      key,
      value,
      until,
    });
    for (const one of [item("ada", "ключ 😀"), item("bob", 1, instant(at + 9e6)), item("eve", 1, at)])
      await here.vault.put(one, 0, instant(at - 1));
    const { url } = await server.database();
    await using there = await openPostgresJournal(url);
    await there.vault.put(item("bob", "of another folder"), 0, at);

    expect(await moveFolder(folder.path, url, now)).toMatchObject({ entries: 1, kept: 1 });
    expect(await there.vault.list("account", "", now())).toEqual([
      { ...item("ada", "ключ 😀"), version: 1 },
      { ...item("bob", "of another folder"), version: 1 },
    ]);
    await there.vault.remove("account", "ada");
    expect(await moveFolder(folder.path, url, now)).toMatchObject({ kept: 0, there: 1 });
    expect(await there.vault.get("account", "ada", now())).toBeNull();

    const moved = { code: "USAGE", message: expect.stringContaining("moved to PostgreSQL") };
    await expect(here.vault.put(item("new", 1), 0, at)).rejects.toMatchObject(moved);
    await expect(here.vault.put(item("ada", 2), 1, at)).rejects.toMatchObject(moved);
    await expect(here.vault.remove("account", "ada")).rejects.toMatchObject(moved);
  });

  test("T48: a vault that an older Headgate left behind when it moved the journal follows with the next call", async () => {
    await using folder = await newFolder();
    await filled(folder.path);
    const { url } = await server.database();
    await using here = openSqliteJournal(folder.path);
    await here.vault.put({ kind: "account", key: "ada", value: 1, until: null }, 0, now());
    await moveFolder(folder.path, url, now);
    await using there = await openPostgresJournal(url);
    await there.vault.remove("account", "ada");
    tamper(
      folder.path,
      "DELETE FROM meta WHERE name = 'moved-vault'; DROP TRIGGER moved_items; DROP TRIGGER moved_removals",
    );

    expect(await moveFolder(folder.path, url, now)).toMatchObject({ entries: 0, kept: 1 });
    expect(await there.vault.get("account", "ada", now())).toMatchObject({ value: 1 });
    await expect(here.vault.remove("account", "ada")).rejects.toMatchObject({ code: "USAGE" });
  });

  test("an item of the vault that cannot be read stops the move before anything is ended here", async () => {
    await using folder = await newFolder();
    await filled(folder.path);
    const { url } = await server.database();
    await using here = openSqliteJournal(folder.path);
    await here.vault.put({ kind: "account", key: "ada", value: 1, until: null }, 0, now());
    tamper(folder.path, "UPDATE vault SET value = '{'");

    await expect(moveFolder(folder.path, url, now)).rejects.toMatchObject({ code: "JOURNAL_DAMAGED" });
    expect(await here.journal.append("a", 2, [happening(3)])).toHaveLength(1);
  });
});

const filled = async (folder: string): Promise<void> => {
  await using store = openSqliteJournal(folder);
  await store.journal.append("a", 0, happenings(2));
};
