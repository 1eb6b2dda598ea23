/**
 * How fast the embedded journal is on this machine: `node bench/journal.ts`. Medians of several runs after a warm-up.
 * Ends with code 1 when 100,000 entries take more than 2 s to verify.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { instant } from "../src/domain/units.ts";
import type { NewEntry, Store } from "../src/journal/port.ts";
import { openSqliteJournal } from "../src/journal/sqlite.ts";
import { verifyJournal } from "../src/journal/verify.ts";

const runs = 10;
const verifyLimit = 2_000;

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

/** Median and the half-width of the middle half, in ms; the first run warms up and does not count. */
const measured = async (act: (run: number) => Promise<unknown>): Promise<{ middle: number; spread: number }> => {
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) times.push(await timed(() => act(run)));
  const counted = times.slice(1);
  const middle = median(counted);
  return { middle, spread: median(counted.map((time) => Math.abs(time - middle))) };
};

const appendsOneByOne = async ({ journal }: Store, stream: string, count: number): Promise<void> => {
  for (let version = 0; version < count; version++) await journal.append(stream, version, [entry(version)]);
};

const folder = await mkdtemp(join(tmpdir(), "headgate-bench-"));
try {
  await using small = openSqliteJournal(join(folder, "small"));
  await using large = openSqliteJournal(join(folder, "large"));
  for (let i = 0; i < 100; i++) await fill(large, `release/${i}`, 1_000);
  await using many = openSqliteJournal(join(folder, "many"));
  for (let i = 0; i < 10_000; i++) await many.journal.append(`release/${i}`, 0, [entry(i)]);
  await fill(small, "long", 10_000);

  const append = await measured((run) => appendsOneByOne(small, `run/${run}`, 500));
  const read = await measured(() => small.journal.read("long"));
  const list = await measured(() => many.journal.list("release/"));
  const verifyStreams = await measured(() => verifyJournal(large.journal, "release/"));
  await using one = openSqliteJournal(join(folder, "one"));
  await fill(one, "release/0", 100_000);
  const verifyOne = await measured(() => verifyJournal(one.journal, ""));

  const row = ({ middle, spread }: { middle: number; spread: number }) => ({
    "median ms": Number(middle.toFixed(1)),
    "± ms": Number(spread.toFixed(1)),
  });
  console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}, ${runs} runs`);
  console.table({
    "append 500 single entries": { ...row(append), "per second": Math.round(500_000 / append.middle) },
    "read a stream of 10,000": { ...row(read), "per second": Math.round(1e7 / read.middle) },
    "list 10,000 streams": { ...row(list), "per second": Math.round(1e7 / list.middle) },
    "verify 100,000 in 100 streams": { ...row(verifyStreams), "per second": Math.round(1e8 / verifyStreams.middle) },
    "verify 100,000 in one stream": { ...row(verifyOne), "per second": Math.round(1e8 / verifyOne.middle) },
  });
  if (Math.max(verifyStreams.middle, verifyOne.middle) > verifyLimit) {
    console.error(`Too slow: 100,000 entries shall be verified in ${verifyLimit} ms.`);
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
