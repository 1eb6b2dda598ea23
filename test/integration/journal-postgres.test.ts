import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { verifyChain } from "../../src/journal/chain.ts";
import { openPostgresJournal } from "../../src/journal/postgres.ts";
import { largestBlob } from "../../src/journal/postgres-blobs.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { expectFedByProcesses } from "../contract/feed-processes.ts";
import { journalContract } from "../contract/journal.ts";
import { happening } from "../support/entries.ts";
import { hasPostgres, type PostgresServer, postgres, sql } from "../support/postgres.ts";
import { runWriter, startWriter } from "../support/start-writer.ts";
import { until } from "../support/until.ts";

describe.skipIf(!hasPostgres)("PostgreSQL (apt install postgresql)", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await postgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  journalContract("PostgreSQL", async () => {
    const { url } = await server.database();
    const store = await openPostgresJournal(url);
    return {
      ...store,
      // Leases go by the server's clock, and nobody can turn that: what is due comes nearer instead.
      now: () => instant(0),
      pass: async (length) =>
        void (await sql(url, `UPDATE headgate.leases SET until = until - ${length} * interval '1 millisecond'`)),
      another: () => openPostgresJournal(url),
    };
  });

  test("the clocks of machines do not matter: one that is a day fast takes no lease from its holder", async () => {
    const { url } = await server.database();
    await using store = await openPostgresJournal(url);
    const day = 86_400_000;
    await store.leases.take("a", "one", 60_000, instant(Date.now() - day));

    expect(await store.leases.take("a", "two", 60_000, instant(Date.now() + day))).toBeNull();
  });

  test("a short term ends by itself", async () => {
    const { url } = await server.database();
    await using store = await openPostgresJournal(url);
    await store.leases.take("a", "one", 30, instant(0));

    await until("the lease is free", async () => (await store.leases.take("a", "two", 30, instant(0))) !== null);
  });

  test("a file beyond the limit is refused before anything is sent", async () => {
    const { url } = await server.database();
    await using store = await openPostgresJournal(url);

    await expect(store.blobs.put(new Uint8Array(largestBlob + 1))).rejects.toMatchObject({ code: "USAGE" });
    const largest = await store.blobs.put(Buffer.alloc(largestBlob, "x"));
    expect(await store.blobs.get(largest)).toHaveLength(largestBlob);
  });

  describe("several processes", () => {
    test("that open a new journal at once all succeed, and appending to one stream lose and double nothing", async () => {
      const { url } = await server.database();
      const writer = { place: url, stream: "shared", appends: 60, bytes: 100 };
      const outcomes = await Promise.all([runWriter(writer), runWriter(writer), runWriter(writer)]);

      expect(outcomes.map(({ error }) => error)).toEqual([null, null, null]);
      const acknowledged = outcomes
        .flatMap((outcome) => outcome.acknowledged)
        .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
      await using store = await openPostgresJournal(url);
      const entries = await store.journal.read("shared");
      expect(acknowledged.toSorted((a, b) => a - b)).toEqual(entries.map(({ version }) => version));
      expect(entries).toHaveLength(3 * 60 * 3);
      expect(verifyChain(entries).ok).toBe(true);
    });

    test("that append, one of them killed: the feed tells every entry once, in one order, while they write and after", async () => {
      const { url } = await server.database();
      await using store = await openPostgresJournal(url);
      await expectFedByProcesses(store, url);
    });

    test("T33, T32: killed with SIGKILL at any moment: nothing that was acknowledged is lost, no append is kept in part", async () => {
      const { url } = await server.database();
      const writer = { place: url, stream: "release/a", appends: 1e9, bytes: 20_000 };
      await using store = await openPostgresJournal(url);
      let known = 0;
      for (let round = 0; round < 12; round++) {
        const { acknowledged, error } = await runWriter(writer, 1 + ((round * 7) % 40));
        expect(error).toBeNull();
        await nobodyElseIsOn(url);
        const entries = await store.journal.read(writer.stream, known);
        const last = acknowledged.at(-1)?.[1] ?? 0;
        expect(entries.at(-1)?.version).toBeGreaterThanOrEqual(last);
        expect(last).toBeGreaterThan(known);
        const unheard = entries
          .filter(({ version }) => version > last)
          .map(({ data }) => data as { of: number; i: number });
        expect(unheard.map(({ i }) => i)).toEqual(Array.from({ length: unheard[0]?.of ?? 0 }, (_, i) => i));
        known = entries.at(-1)?.version ?? known;
      }
      expect(await verifyJournal(store.journal, "")).toMatchObject({ ok: true, entries: known });
    });

    test("T38: one that is stopped at any moment keeps nobody waiting, and finds out when it wakes", async () => {
      const { url } = await server.database();
      await using store = await openPostgresJournal(url);
      const child = startWriter({ place: url, stream: "a", appends: 1e9, bytes: 5_000 });
      const acknowledged = counting(child);
      try {
        for (let round = 1; round <= 10; round++) {
          const before = acknowledged();
          await until("it goes on", () => acknowledged() > before + (round % 4));
          child.kill("SIGSTOP");
          const begun = performance.now();
          await appended(store.journal);
          expect(performance.now() - begun).toBeLessThan(2_000);
          child.kill("SIGCONT");
        }
      } finally {
        child.kill("SIGKILL");
        await once(child, "close");
      }
      expect((await verifyJournal(store.journal, "")).ok).toBe(true);
    });
  });

  /** A killed client's last statement may still be at work. */
  const nobodyElseIsOn = (url: string) =>
    until("the killed one's statement ended", async () => {
      const busy = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
        AND application_name = 'headgate'`;
      return (await sql(url, busy)).rowCount === 0;
    });
});

/** How many appends it has acknowledged so far. */
const counting = (child: ChildProcess): (() => number) => {
  let lines = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    lines += chunk.toString().split("\n").length - 1;
  });
  return () => lines;
};

/** One more entry, on whatever version the stream is. */
const appended = async (journal: Awaited<ReturnType<typeof openPostgresJournal>>["journal"]): Promise<void> => {
  for (;;) {
    const version = (await journal.list("a"))[0]?.version ?? 0;
    try {
      await journal.append("a", version, [happening(version)]);
      return;
    } catch (error) {
      // What the stopped one had sent may arrive in between, once.
      if ((error as { code: string }).code !== "JOURNAL_CONFLICT") throw error;
    }
  }
};
