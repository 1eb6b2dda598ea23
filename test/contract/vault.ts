import { expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import type { Kept, Vault } from "../../src/journal/port.ts";
import type { OpenStore } from "./journal.ts";

const now = instant(Date.UTC(2026, 10, 29));
const later = (ms: number) => instant(now + ms);

const item = (key: string, value: unknown = { n: 1 }, until: Kept["until"] = null) => ({
  kind: "session",
  key,
  value,
  until,
});

const keysOf = async (vault: Vault, prefix: string, at = now): Promise<readonly string[]> =>
  (await vault.list("session", prefix, at)).map(({ key }) => key);

export const vaultCases = (open: OpenStore): void => {
  test("gives back what was put, and counts its changes", async () => {
    await using store = await open();
    expect(await store.vault.get("session", "a", now)).toBeNull();
    expect(await store.vault.put(item("a"), 0, now)).toBe(true);
    expect(await store.vault.get("session", "a", now)).toEqual({ ...item("a"), version: 1 });
    expect(await store.vault.put(item("a", "changed", later(9)), 1, now)).toBe(true);
    expect(await store.vault.get("session", "a", now)).toEqual({ ...item("a", "changed", later(9)), version: 2 });
  });

  test("T38: what was decided on an older version is not put, and leaves nothing", async () => {
    await using store = await open();
    for (const version of [0, 1]) await store.vault.put(item("a", version), version, now);

    for (const expected of [0, 1, 3]) expect(await store.vault.put(item("a", "late"), expected, now)).toBe(false);
    expect(await store.vault.put(item("new", "x"), 1, now)).toBe(false);
    expect(await store.vault.get("session", "a", now)).toMatchObject({ value: 1, version: 2 });
    expect(await store.vault.get("session", "new", now)).toBeNull();
  });

  test("kinds and keys do not meet", async () => {
    await using store = await open();
    await store.vault.put(item("a"), 0, now);

    expect(await store.vault.put({ ...item("a", "another"), kind: "token" }, 0, now)).toBe(true);
    expect(await store.vault.get("session", "a", now)).toMatchObject({ value: { n: 1 } });
    expect(await store.vault.get("session", "A", now)).toBeNull();
  });

  test("what is over is not there: neither read nor changed, and put anew from 1", async () => {
    await using store = await open();
    await store.vault.put(item("a", 1, later(1_000)), 0, now);
    await store.vault.put(item("a", 2, later(1_000)), 1, now);

    expect(await store.vault.get("session", "a", later(999))).toMatchObject({ version: 2 });
    expect(await store.vault.put(item("a", "early"), 0, later(999))).toBe(false);
    expect(await store.vault.get("session", "a", later(1_000))).toBeNull();
    expect(await store.vault.put(item("a", "late"), 2, later(1_000))).toBe(false);
    expect(await store.vault.put(item("a", "anew", later(5_000)), 0, later(1_000))).toBe(true);
    expect(await store.vault.get("session", "a", later(1_000))).toMatchObject({ value: "anew", version: 1 });
  });

  test("removes, and absent already is well", async () => {
    await using store = await open();
    await store.vault.put(item("a"), 0, now);
    for (let time = 0; time < 2; time++) await store.vault.remove("session", "a");

    expect(await store.vault.get("session", "a", now)).toBeNull();
    expect(await store.vault.put(item("a"), 0, now)).toBe(true);
  });

  test("lists one kind by key, those of a prefix alone, and clears what is over on the way", async () => {
    await using store = await open();
    for (const key of ["ada/2", "ada/1", "ada%", "bob/1", "адa/1"]) await store.vault.put(item(key), 0, now);
    await store.vault.put(item("ada/0", 0, later(1_000)), 0, now);
    await store.vault.put({ ...item("ada/3"), kind: "token" }, 0, now);

    expect(await keysOf(store.vault, "")).toEqual(["ada%", "ada/0", "ada/1", "ada/2", "bob/1", "адa/1"]);
    expect(await keysOf(store.vault, "ada/")).toEqual(["ada/0", "ada/1", "ada/2"]);
    expect(await keysOf(store.vault, "ada_")).toEqual([]);
    expect(await keysOf(store.vault, "ada/", later(1_000))).toEqual(["ada/1", "ada/2"]);
    // Asked as of before, it would still be there if it had not been cleared.
    expect(await store.vault.get("session", "ada/0", now)).toBeNull();
  });

  test.each([
    ["nothing", null],
    ["numbers", [0, -1, 1.5, 1e300, 5e-324]],
    ["every kind of sign", { "": "\u0000\n\"'\\", "ключ 😀": "\u2028 é", b: 1, a: 2 }],
    ["depth", [[[{ a: [[{}]] }]]]],
    ["a megabyte", "x".repeat(2 ** 20)],
  ])("keeps any JSON as it is: %s", async (_, value) => {
    await using store = await open();
    await store.vault.put(item("o'br\"ien ключ 😀", value), 0, now);

    const [listed] = await store.vault.list("session", "o'br\"ien", now);
    expect(listed).toEqual({ ...item("o'br\"ien ключ 😀", value), version: 1 });
    expect(JSON.stringify(listed?.value)).toBe(JSON.stringify(value));
  });

  test("a value that JSON would bend in silence is not put", async () => {
    await using store = await open();
    for (const value of [undefined, Number.NaN, new Date(0), "\ud800"])
      await expect(store.vault.put({ ...item("a"), value }, 0, now)).rejects.toThrow(TypeError);
    expect(await keysOf(store.vault, "")).toEqual([]);
  });

  test("T31: of many that put at once, through several connections, exactly one does each time", async () => {
    await using store = await open();
    await using other = await store.another();
    for (let version = 0; version < 10; version++) {
      // The same value from all: who won cannot be told by it.
      const racers = [store, other, store, other, store, other].map(({ vault }) =>
        vault.put(item("a", { version }), version, now),
      );

      expect((await Promise.all(racers)).filter((won) => won)).toHaveLength(1);
      expect(await other.vault.get("session", "a", now)).toMatchObject({ value: { version }, version: version + 1 });
    }
  });
};
