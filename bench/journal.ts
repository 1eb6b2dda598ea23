/**
 * How fast the journal is on this machine, embedded and, where PostgreSQL is installed, on a PostgreSQL of its own:
 * `node bench/journal.ts`. Medians of several runs after a warm-up; the runs of both stores alternate. Ends with code 1
 * when 100,000 entries take more than 2 s to verify in the embedded one, or a list of 10,000 streams more than 200 ms.
 */
import { cpus } from "node:os";
import { instant } from "../src/domain/units.ts";
import type { NewEntry, Store } from "../src/journal/port.ts";
import { openPostgresJournal } from "../src/journal/postgres.ts";
import { openSqliteJournal } from "../src/journal/sqlite.ts";
import { verifyJournal } from "../src/journal/verify.ts";
import { folder as newFolder } from "../test/support/folder.ts";
import { hasPostgres, postgres } from "../test/support/postgres.ts";

const runs = 10;
/** ms */
const limits = { verify: 2_000, list: 200 };

/** About the size of a verdict: 350 bytes of data. */
const entry = (n: number): NewEntry => ({
  at: instant(Date.UTC(2026, 0, 1) + n),
  actor: { kind: "system", id: "conductor" },
  type: "VerdictRecorded",
  data: {
    step: n % 4,
    outcome: "pass",
    reason: "error rate 0.12 % of 4,312 requests against 0.10 % of 13,020; the limit of 1 % is out of reach",
    counts: { candidate: { requests: 4_312 + n, errors: 5 }, baseline: { requests: 13_020 + n, errors: 13 } },
    window: { from: n, to: n + 10_000 },
    evidence: "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  },
});

const fill = async ({ journal }: Store, stream: string, count: number): Promise<void> => {
  const entries = Array.from({ length: 1_000 }, (_, i) => entry(i));
  for (let version = 0; version < count; version += entries.length)
    await journal.append(stream, version, entries.slice(0, count - version));
};

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await act();
  return performance.now() - start;
};

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

type Measured = { readonly middle: number; readonly spread: number };

/** Median and the half-width of the middle half, in ms, for each store in turn; the first run warms up. */
const measured = async (
  stores: readonly Store[],
  act: (store: Store, run: number) => Promise<unknown>,
): Promise<readonly Measured[]> => {
  const times = stores.map((): number[] => []);
  for (let run = 0; run <= runs; run++)
    for (const [i, store] of stores.entries()) times[i]!.push(await timed(() => act(store, run)));
  return times.map((own) => {
    const counted = own.slice(1);
    const middle = median(counted);
    return { middle, spread: median(counted.map((time) => Math.abs(time - middle))) };
  });
};

const appendsOneByOne = async ({ journal }: Store, stream: string, count: number): Promise<void> => {
  for (let version = 0; version < count; version++) await journal.append(stream, version, [entry(version)]);
};

/** Eight conductors at a time, each on a stream of its own. */
const appendsAtOnce = (store: Store, run: number): Promise<unknown> =>
  Promise.all(Array.from({ length: 8 }, (_, i) => appendsOneByOne(store, `at-once/${run}/${i}`, 60)));

const blob = (run: number): Buffer => Buffer.from(`${run} `.repeat(10_000));

type Case = {
  readonly name: string;
  readonly of: number;
  readonly act: (store: Store, run: number) => Promise<unknown>;
};

const cases: readonly Case[] = [
  { name: "append 500 single entries", of: 500, act: (store, run) => appendsOneByOne(store, `run/${run}`, 500) },
  { name: "append 480, 8 streams at once", of: 480, act: appendsAtOnce },
  { name: "read a stream of 10,000", of: 10_000, act: ({ journal }) => journal.read("long") },
  { name: "list 10,000 streams", of: 10_000, act: ({ journal }) => journal.list("release/") },
  { name: "verify 100,000 in 100 streams", of: 100_000, act: ({ journal }) => verifyJournal(journal, "many/") },
  { name: "renew 1,000 leases", of: 1_000, act: ({ leases }) => leases.renew("bench", 60_000, now) },
  { name: "put and get a blob", of: 1, act: async ({ blobs }, run) => blobs.get(await blobs.put(blob(run))) },
];

const now = instant(Date.UTC(2026, 0, 1));

const prepare = async (store: Store): Promise<void> => {
  for (let i = 0; i < 100; i++) await fill(store, `many/${i}`, 1_000);
  for (let i = 0; i < 10_000; i++) await store.journal.append(`release/${i}`, 0, [entry(i)]);
  for (let i = 0; i < 1_000; i++) await store.leases.take(`release/${i}`, "bench", 60_000, now);
  await fill(store, "long", 10_000);
};

const perSecond = ({ middle }: Measured, of: number): number => Math.round((1_000 * of) / middle);

await using folder = await newFolder();
await using embedded = openSqliteJournal(folder.path);
await using server = hasPostgres ? await postgres() : null;
await using shared = server === null ? null : await openPostgresJournal((await server.database()).url);
const stores = [embedded, ...(shared === null ? [] : [shared])];
for (const store of stores) await prepare(store);

console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}, ${runs} runs`);
const rows: Record<string, Record<string, number | string>> = {};
for (const { name, of, act } of cases) {
  const [here, there] = await measured(stores, act);
  if (here === undefined) continue;
  rows[name] = {
    "embedded ms": Number(here.middle.toFixed(1)),
    "± ms": Number(here.spread.toFixed(1)),
    "per second": perSecond(here, of),
    ...(there === undefined
      ? {}
      : {
          "PostgreSQL ms": Number(there.middle.toFixed(1)),
          "± ms ": Number(there.spread.toFixed(1)),
          "per second ": perSecond(there, of),
          ratio: (there.middle / here.middle).toFixed(1),
        }),
  };
  const limit = name.startsWith("list")
    ? limits.list
    : name.startsWith("verify")
      ? limits.verify
      : Number.POSITIVE_INFINITY;
  const slowest = name.startsWith("list") ? Math.max(here.middle, there?.middle ?? 0) : here.middle;
  if (slowest > limit) {
    console.error(`Too slow: ${name} shall take at most ${limit} ms.`);
    process.exitCode = 1;
  }
}
console.table(rows);
