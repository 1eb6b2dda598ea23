/**
 * How fast the pure core is on this machine: `node bench/fold.ts`. Medians of several runs after a warm-up. Ends with
 * code 1 when folding 10,000 events takes more than 50 ms, or one `status` of the default process more than 100 ms.
 */
import { cpus } from "node:os";
import { openCalendar } from "../src/domain/calendar/hindrance.ts";
import { status } from "../src/domain/process/status.ts";
import type { ReleaseEvent } from "../src/domain/release/events.ts";
import { evolve } from "../src/domain/release/evolve.ts";
import { reconcile } from "../src/domain/release/reconcile.ts";
import type { Release } from "../src/domain/release/release.ts";
import { millis, plus } from "../src/domain/units.ts";
import { openCase } from "../test/support/case.ts";
import { defaultProcess } from "../test/support/default-process.ts";
import { openRelease } from "../test/support/release.ts";
import { promoted, rolloutId } from "../test/support/rollout.ts";
import { stageOf, walked } from "../test/support/walk.ts";

const runs = 20;
const limits = { fold: 50, status: 100 } as const;

/** A week of watching: a rollout that stays, and a window of counts a minute until there are enough events. */
const history = (count: number): readonly ReleaseEvent[] => {
  const begin: ReleaseEvent[] = [openRelease(), ...promoted()];
  const live = begin.at(-1)!.at;
  const watched = Array.from({ length: count - begin.length }, (_, n): ReleaseEvent => {
    const [from, to] = [plus(live, millis(60_000 * n)), plus(live, millis(60_000 * (n + 1)))];
    const latency = Array.from({ length: 30 }, (_, bucket) => [100 + ((bucket * 7 + n) % 90), 40] as const);
    const counts = { requests: 1_200, errors: n % 2, latency };
    return {
      type: "VerdictRecorded",
      at: to,
      rollout: rolloutId(),
      step: 3,
      window: { from, to, candidate: { ...counts, latency: latency.toSorted(([a], [b]) => a - b) }, baseline: null },
      verdict: { outcome: "pass", reason: "Good: 1 of 1,200 requests failed.", figures: { requests: 1_200 } },
      candidateReady: 4,
    };
  });
  return [...begin, ...watched];
};

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

/** Median and the half-width of the middle half, in ms; the first run warms up and does not count. */
const measured = (act: () => unknown): { middle: number; spread: number } => {
  const times = Array.from({ length: runs + 1 }, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  }).slice(1);
  const middle = median(times);
  return { middle, spread: median(times.map((time) => Math.abs(time - middle))) };
};

const say = (what: string, { middle, spread }: { middle: number; spread: number }, limit?: number): boolean => {
  const bound = limit === undefined ? "" : `, at most ${limit} ms`;
  console.log(`${what.padEnd(46)} ${middle.toFixed(2).padStart(8)} ms ± ${spread.toFixed(2)}${bound}`);
  return limit === undefined || middle <= limit;
};

const events = history(10_000);
const fold = (): Release | undefined => events.reduce<Release | undefined>(evolve, undefined);
const staged = walked(openCase(defaultProcess), (now) => stageOf(now, "production") === "open");

console.log(`${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}, ${runs} runs`);
const kept = [
  say("fold 10,000 events", measured(fold), limits.fold),
  say(
    "status of the default process, before production",
    measured(() => status(defaultProcess, staged.release, staged.at)),
    limits.status,
  ),
  say(
    "reconcile, before production",
    measured(() => reconcile(defaultProcess, staged.release, staged.at, openCalendar)),
  ),
];
process.exitCode = kept.every(Boolean) ? 0 : 1;
