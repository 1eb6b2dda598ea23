import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { sha256 } from "../../src/journal/chain.ts";
import type { Store } from "../../src/journal/port.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { happening, happenings } from "../support/entries.ts";
import { until } from "../support/until.ts";

/** A new, empty store whose tables somebody can write to with another program. */
export type OpenTampered = () => Promise<
  Pick<Store, "journal" | "blobs" | "vault" | "feed"> & {
    readonly tamper: (sql: string) => Promise<void>;
  } & AsyncDisposable
>;

/** What every store does about a history that was changed behind its back. */
export const damageContract = (name: string, open: OpenTampered): void => {
  tamperedCases(name, open);
  unreadableCases(name, open);
};

const tamperedCases = (name: string, open: OpenTampered): void => {
  describe(`${name}: R90, R198: an entry tampered with on disk is named by stream and version`, () => {
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
      await using store = await open();
      for (const stream of streams) await store.journal.append(stream, 0, happenings(5));
      expect((await verifyJournal(store.journal, "")).ok).toBe(true);
      await store.tamper(sql);
      const report = await verifyJournal(store.journal, "");

      expect(report.ok).toBe(false);
      expect(report.streams.filter(({ ok }) => !ok)).toMatchObject([
        { stream: "release/a", where, problem: expect.stringMatching(problem), entries: where - 1 },
      ]);
      expect(report.streams).toHaveLength(3);
    });
  });
};

const unreadableCases = (name: string, open: OpenTampered): void => {
  describe(`${name}: T41: one corrupt entry leaves the list and other streams answering`, () => {
    test("data that is not JSON", async () => {
      await using store = await open();
      for (const stream of ["a", "b"]) await store.journal.append(stream, 0, happenings(3));
      await store.tamper(`UPDATE entries SET data = '{"n":' WHERE stream = 'a' AND version = 2`);

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

    test.each([
      ["data that is not JSON", `UPDATE entries SET data = '{"n":' WHERE stream = 'a' AND version = 2`],
      ["a removed entry", "DELETE FROM entries WHERE stream = 'a' AND version = 2"],
    ])("in the feed: %s is told as null, and hides no other", async (_, sql) => {
      await using store = await open();
      const start = await store.feed.end();
      await store.journal.append("a", 0, happenings(3));
      await store.journal.append("b", 0, happenings(1));
      await store.tamper(sql);
      await until("all is settled", async () => (await store.feed.after(start, 9)).length === 4);

      const fed = await store.feed.after(start, 9);
      expect(fed.map(({ stream, version }) => `${stream}${version}`)).toEqual(["a1", "a2", "a3", "b1"]);
      expect(fed.map(({ entry }) => entry?.version ?? null)).toEqual([1, null, 3, 1]);
      expect(await store.feed.after(fed[1]!.position, 1)).toMatchObject([{ stream: "a", version: 3 }]);
    });

    test("in the vault: an item that is not JSON is damaged without a word of it, and hides no other", async () => {
      await using store = await open();
      const now = instant(0);
      for (const key of ["ada", "bob"])
        await store.vault.put({ kind: "account", key, value: "a secret", until: null }, 0, now);
      await store.tamper(`UPDATE vault SET value = '"a secret' WHERE key = 'ada'`);

      const error: unknown = await store.vault.get("account", "ada", now).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: "JOURNAL_DAMAGED" });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/a secret|ada/);
      expect(await store.vault.list("account", "", now)).toMatchObject([{ key: "bob" }]);
    });
  });
};

const moveDown = (above: number): string =>
  [above, above + 1]
    .map((v) => `UPDATE entries SET version = ${v} WHERE stream = 'release/a' AND version = ${v + 1};`)
    .join("");
