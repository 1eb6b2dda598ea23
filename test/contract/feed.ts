import { expect, test } from "vitest";
import { AppError } from "../../src/errors.ts";
import type { Fed, Feed, Journal, Position } from "../../src/journal/port.ts";
import { happening, happenings } from "../support/entries.ts";
import { randomFrom } from "../support/random.ts";
import { until } from "../support/until.ts";
import type { OpenStore } from "./journal.ts";

export const namesOf = (fed: readonly Fed[]): readonly string[] =>
  fed.map(({ stream, version }) => `${stream}@${version}`);

/**
 * Reads on from a position, so many at a time, until there are `count`. What was acknowledged may take a moment to be
 * seen: as long as a transaction that began before is under way, whosever it is.
 */
export const follow = async (feed: Feed, from: Position, count: number, limit: number): Promise<readonly Fed[]> => {
  const seen: Fed[] = [];
  await until(
    `${count} entries are seen`,
    async () => {
      for (;;) {
        const next = await feed.after(seen.at(-1)?.position ?? from, limit);
        if (next.length > limit) throw new Error(`${next.length} entries at once`);
        seen.push(...next);
        if (next.length === 0) return seen.length >= count;
      }
    },
    60_000,
  );
  return seen;
};

/** Each entry once, and those of a stream in their order. */
export const expectWhole = async (fed: readonly Fed[], journal: Journal): Promise<void> => {
  const streams = await journal.list("");
  const own = (name: string) => fed.filter(({ stream }) => stream === name);
  for (const { stream } of streams) expect(own(stream).map(({ entry }) => entry)).toEqual(await journal.read(stream));
  expect(fed).toHaveLength(streams.reduce((sum, { version }) => sum + version, 0));
};

export const feedCases = (open: OpenStore): void => {
  test("is empty at first; then tells every entry as it was sealed, in the order of the appends", async () => {
    await using store = await open();
    const start = await store.feed.end();
    expect(await store.feed.after(start, 10)).toEqual([]);
    for (const [stream, expected] of [
      ["b", 0],
      ["a", 0],
      ["b", 2],
    ] as const)
      await store.journal.append(stream, expected, happenings(2));

    const fed = await follow(store.feed, start, 6, 10);
    expect(namesOf(fed)).toEqual(["b@1", "b@2", "a@1", "a@2", "b@3", "b@4"]);
    expect(new Set(fed.map(({ position }) => position)).size).toBe(6);
    await expectWhole(fed, store.journal);
  });

  test("is read in pages of any size, and from any position, also by another who opens it later", async () => {
    await using store = await open();
    const start = await store.feed.end();
    for (let version = 0; version < 12; version += 3) await store.journal.append("a", version, happenings(3));
    const all = await follow(store.feed, start, 12, 100);

    for (const limit of [1, 2, 5, 12]) expect(await follow(store.feed, start, 12, limit)).toEqual(all);
    await using other = await store.another();
    for (const [i, { position }] of all.entries())
      expect(await other.feed.after(position, 100)).toEqual(all.slice(i + 1));
  });

  test("what is appended after its end comes after it, and nothing of before", async () => {
    await using store = await open();
    const start = await store.feed.end();
    await store.journal.append("a", 0, happenings(3));
    const [, , last] = await follow(store.feed, start, 3, 10);
    await until("it is the end", async () => (await store.feed.end()) === last?.position);
    const end = await store.feed.end();

    expect(await store.feed.after(end, 10)).toEqual([]);
    await store.journal.append("b", 0, happenings(1));
    expect(namesOf(await follow(store.feed, end, 1, 10))).toEqual(["b@1"]);
  });

  test("an append that was refused is not told", async () => {
    await using store = await open();
    const start = await store.feed.end();
    await store.journal.append("a", 0, happenings(1));
    await expect(store.journal.append("a", 0, happenings(2))).rejects.toMatchObject({ code: "JOURNAL_CONFLICT" });
    await store.journal.append("a", 1, happenings(1));

    expect(namesOf(await follow(store.feed, start, 2, 10))).toEqual(["a@1", "a@2"]);
  });

  test.each(["", "x", "-1", "01", "1.5", "999999", "999999.1", "1e3", "9".repeat(40), "0.0 OR true", "NaN"])(
    "the position %j, which it never gave, is refused",
    async (position) => {
      await using store = await open();
      await store.journal.append("a", 0, happenings(2));

      await expect(store.feed.after(position, 10)).rejects.toMatchObject({ code: "FEED_POSITION_UNKNOWN" });
    },
  );

  test.each([1, 2, 3])(
    "nothing is skipped and nothing told twice while many append at once through several connections, seed %i",
    async (seed) => {
      await using store = await open();
      await using other = await store.another();
      const start = await store.feed.end();
      const random = randomFrom(seed);
      const sizes = Array.from({ length: 8 }, () => Array.from({ length: 30 }, () => 1 + random.below(5)));
      const count = sizes.flat().reduce((sum, size) => sum + size, 0);
      // Two of them meet on each of the first streams, the others have one of their own.
      const writing = sizes.map((own, i) => appendAll([store, other][i % 2]!.journal, `s${i % 6}`, own));
      const reading = [1, 7, 100].map((limit, i) => follow([store, other][i % 2]!.feed, start, count, limit));
      await Promise.all(writing);

      const [first, ...others] = await Promise.all(reading);
      await expectWhole(first!, store.journal);
      for (const seen of others) expect(seen).toEqual(first);
      // Whoever reads it all afterwards sees what those saw who read while it was written.
      expect(await follow(store.feed, start, count, 1_000)).toEqual(first);
    },
  );
};

/** Appends of these sizes, each on whatever version the stream is by then. */
const appendAll = async (journal: Journal, stream: string, sizes: readonly number[]): Promise<void> => {
  let version = 0;
  for (const size of sizes) version = await appendOne(journal, stream, version, size);
};

const appendOne = async (journal: Journal, stream: string, from: number, size: number): Promise<number> => {
  for (let version = from; ; ) {
    try {
      const entries = Array.from({ length: size }, (_, i) => happening(version + i + 1));
      return (await journal.append(stream, version, entries)).at(-1)!.version;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "JOURNAL_CONFLICT") throw error;
      version = Number(error.detail.actual);
    }
  }
};
