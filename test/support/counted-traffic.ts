import { addWindow } from "../../src/analysis/add-window.ts";
import { conclude } from "../../src/analysis/conclude.ts";
import { type Buckets, bucketOf } from "../../src/analysis/histogram.ts";
import type { Settings } from "../../src/analysis/settings.ts";
import { noTally, type Tally } from "../../src/analysis/tally.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { judgedWindow } from "../../src/domain/rollout/judged-window.ts";
import type { Rollout } from "../../src/domain/rollout/rollout.ts";
import type { Verdict } from "../../src/domain/rollout/verdict.ts";
import type { Window, WindowCounts } from "../../src/domain/rollout/window.ts";
import { type Instant, since } from "../../src/domain/units.ts";
import type { Life } from "./life.ts";
import { type Random, randomFrom } from "./random.ts";
import { settings as usual } from "./windows.ts";

/** How one build answers: a share of errors, and the middle of its latencies in ms. */
export type Manner = { readonly errors: number; readonly ms: number };

const settings: Settings = { ...usual, minRequests: 200 };
const perSecond = 60;

/** Traffic that a life has counts of, window by window, judged by the analysis that ships. */
export type CountedTraffic = {
  /** For the nature of a life: what the analysis makes of the window that ends now. */
  readonly sees: (life: Life, rollout: Rollout) => Verdict;
  /** The same events, with the counts in their windows. */
  readonly counted: (events: readonly ReleaseEvent[]) => readonly ReleaseEvent[];
};

export const countedTraffic = (mannerOf: (rollout: Rollout) => Manner, seed = 7): CountedTraffic => {
  const random = randomFrom(seed);
  const tallies = new Map<string, Tally>();
  const windows = new Map<string, Window>();
  const sees: CountedTraffic["sees"] = ({ now }, rollout) => {
    const window = windowOf(random, rollout, now, mannerOf(rollout));
    windows.set(`${rollout.id} ${now}`, window);
    const before = tallies.get(rollout.id) ?? noTally(settings);
    const tally = addWindow(before, judgedWindow(rollout, window), settings);
    tallies.set(rollout.id, tally);
    return conclude(tally, settings);
  };
  const counted: CountedTraffic["counted"] = (events) =>
    events.map((event) => {
      if (event.type !== "VerdictRecorded") return event;
      return { ...event, window: windows.get(`${event.rollout} ${event.window.to}`) ?? event.window };
    });
  return { sees, counted };
};

const before: Manner = { errors: 0.002, ms: 40 };

const windowOf = (random: Random, { lastWindowAt, weight }: Rollout, to: Instant, manner: Manner): Window => {
  const from = lastWindowAt ?? to;
  // Of what is counted for hours a minute is enough.
  const requests = Math.min(60, since(from, to) / 1_000) * perSecond * (0.9 + random.below(200) / 1_000);
  return {
    ...{ from, to },
    candidate: countsOf(random, Math.round((requests * weight) / 100), manner),
    baseline: countsOf(random, Math.round((requests * (100 - weight)) / 100), before),
  };
};

const countsOf = (random: Random, requests: number, { errors, ms }: Manner): WindowCounts => {
  const latency = new Map<number, number>();
  let failed = 0;
  for (let i = 0; i < requests; i++) {
    if (random.chance(errors)) failed++;
    const bucket = bucketOf(ms * latencyFactor(random));
    latency.set(bucket, (latency.get(bucket) ?? 0) + 1);
  }
  return { requests, errors: failed, latency: [...latency].sort(([a], [b]) => a - b) satisfies Buckets };
};

/** Most near 1, a few in a hundred some times that, as answers of servers are. */
const latencyFactor = (random: Random): number => {
  const [a, b] = [random.below(1_000) / 1_000, random.below(1_000) / 1_000];
  return 0.6 + 0.5 * (a + b) + (random.chance(0.04) ? 2 * a : 0);
};
