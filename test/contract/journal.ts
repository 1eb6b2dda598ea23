import { describe, expect, test } from "vitest";
import { type Instant, instant } from "../../src/domain/units.ts";
import { sha256, verifyChain } from "../../src/journal/chain.ts";
import type { Store } from "../../src/journal/port.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { chainOf, happening, happenings } from "../support/entries.ts";
import { feedCases } from "./feed.ts";
import { leaseCases } from "./leases.ts";
import { vaultCases } from "./vault.ts";

/** A new, empty store, gone at the end of its block. */
export type OpenStore = () => Promise<
  Pick<Store, "journal" | "leases" | "blobs" | "vault" | "feed"> & {
    /** Lets so many ms pass for the terms of leases. */
    readonly pass: (length: number) => Promise<void>;
    /** To be handed to leases. */
    readonly now: () => Instant;
    /** The same store once more, as another process would open it. */
    readonly another: () => Promise<Store>;
  } & AsyncDisposable
>;

/** What every store does, whatever it is made of. */
export const journalContract = (name: string, open: OpenStore): void => {
  describe(`${name}: journal`, () => journalCases(open));
  describe(`${name}: leases`, () => leaseCases(open));
  describe(`${name}: blobs`, () => blobCases(open));
  describe(`${name}: vault`, () => vaultCases(open));
  describe(`${name}: feed`, () => feedCases(open));
};

const journalCases = (open: OpenStore): void => {
  test("reads back what was appended, sealed and chained over several appends", async () => {
    await using store = await open();
    const [first, ...others] = happenings(4);
    const appended = [
      ...(await store.journal.append("a", 0, [first!])),
      ...(await store.journal.append("a", 1, others)),
    ];

    expect(appended).toEqual(chainOf("a", happenings(4)));
    expect(await store.journal.read("a")).toEqual(appended);
    expect(verifyChain(appended)).toEqual({ ok: true, head: appended[3]?.hash });
  });

  test("reads only what came after a version", async () => {
    await using store = await open();
    await store.journal.append("a", 0, happenings(3));
    const versionsAfter = async (after: number) => (await store.journal.read("a", after)).map(({ version }) => version);

    expect(await versionsAfter(1)).toEqual([2, 3]);
    expect(await versionsAfter(3)).toEqual([]);
    expect(await versionsAfter(9)).toEqual([]);
  });

  test("an unknown stream is empty, and appending nothing leaves it so", async () => {
    await using store = await open();
    expect(await store.journal.append("a", 0, [])).toEqual([]);
    expect(await store.journal.read("a")).toEqual([]);
    expect(await store.journal.list("")).toEqual([]);
  });

  test("T31: an append on an older version is refused, says both versions and leaves nothing", async () => {
    await using store = await open();
    await store.journal.append("a", 0, happenings(2));

    for (const expected of [0, 1, 3])
      await expect(store.journal.append("a", expected, happenings(2))).rejects.toMatchObject({
        code: "JOURNAL_CONFLICT",
        detail: { stream: "a", expected, actual: 2 },
      });
    expect(await store.journal.read("a")).toHaveLength(2);
  });

  test("T31: of many appends on the same version one is taken", async () => {
    await using store = await open();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => store.journal.append("a", 0, [happening(i)])),
    );

    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await store.journal.read("a")).toHaveLength(1);
  });

  test("T31: of appends through several connections one is taken, and the others see it", async () => {
    await using store = await open();
    await using other = await store.another();
    await store.journal.append("a", 0, happenings(1));
    await other.journal.read("a");
    for (let version = 1; version <= 10; version++) {
      const racers = [store, other, store, other].map(({ journal }, i) =>
        journal.append("a", version, [happening(i, { version, i })]),
      );
      const outcomes = await Promise.allSettled(racers);

      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const outcome of outcomes)
        if (outcome.status === "rejected")
          expect(outcome.reason).toMatchObject({ code: "JOURNAL_CONFLICT", detail: { actual: version + 1 } });
    }
    expect(verifyChain(await other.journal.read("a")).ok).toBe(true);
  });

  test("all entries of an append or none: one that cannot be kept takes the others with it", async () => {
    await using store = await open();
    const entries = [happening(1), happening(2, { n: Number.NaN })];

    await expect(store.journal.append("a", 0, entries)).rejects.toThrow(TypeError);
    expect(await store.journal.read("a")).toEqual([]);
    expect(await store.journal.append("a", 0, happenings(2))).toHaveLength(2);
  });

  test.each([
    ["nothing", null],
    ["missing", undefined],
    ["numbers", [0, -1, 1.5, 1e300, 5e-324]],
    ["every kind of sign", { "": "\u0000\n\"'\\", "ключ 😀": "\u2028 é", __proto__: 1 }],
    ["depth", [[[{ a: [[{}]] }]]]],
    ["a megabyte", "x".repeat(2 ** 20)],
  ])("keeps any JSON as it is: %s", async (_, data) => {
    await using store = await open();
    const [appended] = await store.journal.append("a", 0, [{ ...happening(1), data }]);
    const [read] = await store.journal.read("a");

    expect(read).toEqual(appended);
    expect(read?.data).toEqual(data ?? null);
    expect((await verifyJournal(store.journal, "")).ok).toBe(true);
  });

  test("keeps names and times as they are, a fraction of a millisecond too", async () => {
    await using store = await open();
    const at = instant(Date.UTC(2026, 0, 1) + 0.25);
    const odd = { at, actor: { kind: "agent", id: "o'br\"ien ключ 😀" }, type: "%_*" } as const;
    await store.journal.append("a'b\"c%_*?", 0, [{ ...odd, data: 1 }]);

    expect(await store.journal.read("a'b\"c%_*?")).toMatchObject([odd]);
    expect(await store.journal.list("a'b\"c%_*?")).toMatchObject([{ at }]);
  });

  test("lists heads by name, and those of a prefix alone", async () => {
    await using store = await open();
    for (const stream of ["release/b", "release/a", "environment/x", "release%"])
      await store.journal.append(stream, 0, happenings(stream.length));
    const [head] = await store.journal.list("release/a");
    const namesOf = async (prefix: string) => (await store.journal.list(prefix)).map(({ stream }) => stream);

    expect(head).toEqual({
      stream: "release/a",
      version: 9,
      hash: (await store.journal.read("release/a")).at(-1)?.hash,
      at: happening(9).at,
    });
    expect(await namesOf("")).toEqual(["environment/x", "release%", "release/a", "release/b"]);
    expect(await namesOf("release/")).toEqual(["release/a", "release/b"]);
    expect(await namesOf("release_")).toEqual([]);
  });

  test("verifies as sound", async () => {
    await using store = await open();
    await store.journal.append("a", 0, happenings(3));
    await store.journal.append("b", 0, happenings(2));

    expect(await verifyJournal(store.journal, "")).toMatchObject({ ok: true, entries: 5, streams: { length: 2 } });
    expect(await verifyJournal(store.journal, "b")).toMatchObject({ ok: true, entries: 2, streams: { length: 1 } });
  });
};

async function* inPieces(pieces: readonly Uint8Array[], end?: Error): AsyncGenerator<Uint8Array> {
  yield* pieces;
  if (end !== undefined) throw end;
}

const blobCases = (open: OpenStore): void => {
  test("gives back the same bytes by their digest, whatever they are", async () => {
    await using store = await open();
    for (const bytes of [Buffer.alloc(0), Buffer.from([0, 255, 10, 13]), Buffer.alloc(2 ** 22, "x")]) {
      const digest = await store.blobs.put(bytes);
      expect(digest).toBe(sha256(bytes));
      expect(Buffer.compare(await store.blobs.get(digest), bytes)).toBe(0);
    }
  });

  test("putting the same bytes again, or at once, changes nothing", async () => {
    await using store = await open();
    const digests = await Promise.all(Array.from({ length: 8 }, () => store.blobs.put(Buffer.from("report"))));

    expect(new Set(digests).size).toBe(1);
    expect(Buffer.from(await store.blobs.get(digests[0]!)).toString()).toBe("report");
  });

  test("keeps what comes in pieces under the digest of the whole", async () => {
    await using store = await open();
    const pieces = [Buffer.from("a re"), Buffer.alloc(0), Buffer.from("port")];
    for (let time = 0; time < 2; time++) {
      const digest = await store.blobs.put(inPieces(pieces));
      expect(digest).toBe(sha256("a report"));
      expect(Buffer.from(await store.blobs.get(digest)).toString()).toBe("a report");
    }
  });

  test("keeps nothing of what breaks off", async () => {
    await using store = await open();
    await expect(store.blobs.put(inPieces([Buffer.from("half")], new Error("the disk is gone")))).rejects.toThrow(
      "the disk is gone",
    );
    await expect(store.blobs.get(sha256("half"))).rejects.toMatchObject({ code: "BLOB_MISSING" });
  });

  test("unknown bytes are missing", async () => {
    await using store = await open();
    const digest = sha256("never put");
    await expect(store.blobs.get(digest)).rejects.toMatchObject({ code: "BLOB_MISSING", detail: { digest } });
  });
};
