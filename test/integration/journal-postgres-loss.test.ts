import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyChain } from "../../src/journal/chain.ts";
import type { Journal } from "../../src/journal/port.ts";
import { openPostgresJournal } from "../../src/journal/postgres.ts";
import { happening } from "../support/entries.ts";
import { hasPostgres, type PostgresServer, postgres, sql } from "../support/postgres.ts";
import { cuttingProxy } from "../support/postgres-proxy.ts";
import { randomFrom } from "../support/random.ts";

describe.skipIf(!hasPostgres)("PostgreSQL (apt install postgresql)", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** What stands is sound, and is exactly what was acknowledged, in its order. */
  const expectExactly = async (url: string, stream: string, acknowledged: readonly number[]) => {
    await using store = await openPostgresJournal(url);
    const entries = await store.journal.read(stream);
    expect(verifyChain(entries).ok).toBe(true);
    expect(entries.map(({ data }) => (data as { n: number }).n)).toEqual(acknowledged);
  };

  test.each([1, 2, 3])(
    "T31, T33: requests and answers lost on the way: no append is lost or doubled, seed %i",
    async (seed) => {
      const { url } = await server.database();
      await using proxy = await cuttingProxy(server.port, randomFrom(seed), 0.1);
      await using store = await openPostgresJournal(url.replace(`:${server.port}/`, `:${proxy.port}/`));
      const acknowledged: number[] = [];
      for (let n = 1; n <= 120; n++) {
        await store.journal.append("a", n - 1, [happening(n)]);
        acknowledged.push(n);
      }

      expect(proxy.cuts.answer).toBeGreaterThan(3);
      expect(proxy.cuts.request).toBeGreaterThan(3);
      await expectExactly(url, "a", acknowledged);
    },
  );

  test("T31: an answer that was lost does not hide that another was faster", async () => {
    const { url } = await server.database();
    await using proxy = await cuttingProxy(server.port, randomFrom(4), 0.15);
    await using one = await openPostgresJournal(url.replace(`:${server.port}/`, `:${proxy.port}/`));
    await using two = await openPostgresJournal(url);
    const [first, second] = await Promise.all([writeOn(one.journal, 60, 0), writeOn(two.journal, 60, 1_000)]);

    expect(first).toHaveLength(60);
    expect(second).toHaveLength(60);
    await using store = await openPostgresJournal(url);
    const entries = await store.journal.read("a");
    const numbers = entries.map(({ data }) => (data as { n: number }).n);
    expect(numbers.toSorted((a, b) => a - b)).toEqual([...first, ...second]);
    expect(verifyChain(entries).ok).toBe(true);
  });

  test("T33: backends ended at any moment are not noticed, and cost and double nothing", async () => {
    const { name, url } = await server.database();
    await using store = await openPostgresJournal(url);
    const random = randomFrom(7);
    let isDone = false;
    const writing = writeOn(store.journal, 300, 0).finally(() => {
      isDone = true;
    });
    let ended = 0;
    while (!isDone) {
      for (let wait = random.below(40); wait > 0; wait--) await setImmediate();
      const { rowCount } = await sql(
        url.replace(name, "postgres"),
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
      );
      ended += rowCount ?? 0;
    }

    const acknowledged = await writing;
    expect(ended).toBeGreaterThan(5);
    await expectExactly(url, "a", acknowledged);
  });

  test.each(["fast", "immediate"] as const)(
    "T33: PostgreSQL stopped (%s): said in plain words, and it goes on afterwards",
    async (how) => {
      const { url } = await server.database();
      await using store = await openPostgresJournal(url, { patience: 200 });
      await store.journal.append("a", 0, [happening(1)]);
      const lease = await store.leases.take("l", "one", 60_000, happening(0).at);
      await server.stop(how);

      for (const call of [
        () => store.journal.append("a", 1, [happening(2)]),
        () => store.journal.read("a"),
        () => store.journal.list(""),
        () => store.leases.take("l", "one", 60_000, happening(0).at),
        () => store.blobs.put(Buffer.from("x")),
      ])
        await expect(call()).rejects.toMatchObject({
          code: "JOURNAL_UNREACHABLE",
          message: expect.stringMatching(/^The journal on PostgreSQL at 127\.0\.0\.1:\d+\/\w+ does not answer: .+\.$/),
          fix: expect.stringContaining("try again"),
        });
      await expect(openPostgresJournal(url, { patience: 0 })).rejects.toMatchObject({ code: "JOURNAL_UNREACHABLE" });
      await server.start();

      expect(await store.journal.append("a", 1, [happening(2)])).toHaveLength(1);
      expect(await store.leases.take("l", "one", 60_000, happening(0).at)).toEqual(lease);
      await expectExactly(url, "a", [1, 2]);
    },
  );

  test("T33: a restart amid appends is waited for, and nobody hears of it", async () => {
    const { url } = await server.database();
    await using store = await openPostgresJournal(url, { patience: 20_000 });
    const writing = writeOn(store.journal, 400, 0);
    await server.stop("immediate");
    await server.start();

    const acknowledged = await writing;
    expect(acknowledged).toHaveLength(400);
    await expectExactly(url, "a", acknowledged);
  });

  // Last, for after a crash PostgreSQL syncs every file of every database that was made so far.
  test("T31, T33: answers of the vault lost on the way: whoever put something is told so, and nobody else", async () => {
    const { url } = await server.database();
    await using proxy = await cuttingProxy(server.port, randomFrom(5), 0.1);
    await using store = await openPostgresJournal(url.replace(`:${server.port}/`, `:${proxy.port}/`));
    await using other = await openPostgresJournal(url);
    const now = happening(0).at;
    const item = { kind: "code", key: "ada", value: "the same from both", until: null };
    let won = 0;
    for (let version = 0; version < 100; version++) {
      const mine = store.vault.put(item, version, now);
      // A race, and every other time none: on a busy machine the one behind the proxy would hardly ever win it.
      if (version % 2 === 0) await mine;
      const [here, there] = await Promise.all([mine, other.vault.put(item, version, now)]);
      expect([here, there].filter((did) => did)).toHaveLength(1);
      if (here) won++;
    }

    expect(proxy.cuts.answer).toBeGreaterThan(3);
    expect(won).toBeGreaterThanOrEqual(50);
    expect(await other.vault.get("code", "ada", now)).toMatchObject({ version: 100 });
  });
});

/** Appends the numbers after `from`, each until it is acknowledged; nothing but a conflict is tried again. */
const writeOn = async (journal: Journal, count: number, from: number): Promise<readonly number[]> => {
  const acknowledged: number[] = [];
  let version = 0;
  while (acknowledged.length < count) {
    const n = from + acknowledged.length + 1;
    try {
      version = (await journal.append("a", version, [happening(n)])).at(-1)!.version;
      acknowledged.push(n);
    } catch (error) {
      const { code, detail } = error as { code: string; detail: { actual: number } };
      if (code !== "JOURNAL_CONFLICT") throw error;
      version = detail.actual;
    }
  }
  return acknowledged;
};
