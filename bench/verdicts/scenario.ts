import { type Slowness, well } from "./latency-shape.ts";

/** s; one window of counts. */
export const tickSeconds = 5;

/** What holds during one tick, 0 being the first of the rollout. */
export type ByTick<T> = (tick: number) => T;

export const tables = [
  "errors-aa",
  "errors-regression",
  "latency-aa",
  "latency-regression",
  "misaligned",
  "promote",
  "beyond",
] as const;
export type Table = (typeof tables)[number];

/** One situation that a judge is put into, many times over. */
export type Scenario = {
  readonly table: Table;
  /** Unique in its table. */
  readonly name: string;
  /** `aa`: both sides are the same build. `margin`: the candidate is as bad as the margin allows; `harm`: twice that. */
  readonly kind: "aa" | "regression" | "clean" | "margin" | "harm";
  readonly metric: "errors" | "latency";
  /** How many ticks it lasts. */
  readonly ticks: number;
  /** Tick of the fault's beginning: times are counted from here. */
  readonly onset: number;
  /** Requests per second of both sides together. */
  readonly rps: ByTick<number>;
  /** The candidate's share of them, 0 … 1. */
  readonly weight: ByTick<number>;
  /** The baseline's chance of an error. */
  readonly errorRate: ByTick<number>;
  /** The candidate's error rate is this many times the baseline's, 1 at most. */
  readonly factor: ByTick<number>;
  /** All requests of both sides take this many times as long. */
  readonly slowdown: ByTick<number>;
  /** What the candidate does to its own latencies, on top. */
  readonly candidate: ByTick<Slowness>;
  /** Errors come in runs of ten: users stick to a side, and one has all of his requests fail. */
  readonly sticky: boolean;
  /** `router`: one clock counts both sides. `scraped`: their windows may not be the same. */
  readonly source: "router" | "scraped";
  /** The candidate's counts come this many ticks before those of the baseline; late when negative. */
  readonly early: number;
  /** ms from the rollout's first tick to the candidate's first traffic: 0 where it starts cold, else long ago. */
  readonly warmAt: number;
  /** Standard deviation of the logarithm of the candidate's speed, drawn once a run. */
  readonly podNoise: number;
  /** Upper edges in ms of a histogram that is coarser than ours; null = ours. */
  readonly edges: readonly number[] | null;
  /** Odds ratio that a build may have and still be promoted; null where no promotion is asked for. */
  readonly margin: number | null;
};

/** Seeds, `--only` and the figures go by it. */
export const idOf = ({ table, name }: Pick<Scenario, "table" | "name">): string => `${table}: ${name}`;

export const steady =
  <T>(value: T): ByTick<T> =>
  () =>
    value;

/** Ticks in so many seconds. */
export const ticksIn = (seconds: number): number => Math.round(seconds / tickSeconds);

/** Half an hour of 100 requests/s, a twentieth of them for a candidate that is the baseline in all but name. */
export const quiet: Omit<Scenario, "table" | "name" | "metric"> = {
  kind: "aa",
  ticks: ticksIn(1800),
  onset: 0,
  rps: steady(100),
  weight: steady(0.05),
  errorRate: steady(0),
  factor: steady(1),
  slowdown: steady(1),
  candidate: steady(well),
  sticky: false,
  source: "router",
  early: 0,
  warmAt: -3_600_000,
  podNoise: 0,
  edges: null,
  margin: null,
};

/** 1, 5 and 25 % for five minutes each, then half. */
export const staged: ByTick<number> = (tick) => [0.01, 0.05, 0.25][Math.floor(tick / ticksIn(300))] ?? 0.5;

/** In a straight line over half an hour. */
export const drift =
  (from: number, to: number): ByTick<number> =>
  (tick) =>
    from + (to - from) * Math.min(1, (tick + 0.5) / ticksIn(1800));

/** `during` for one minute from the tenth on, else `otherwise`: something that both sides share is out. */
export const incident =
  (otherwise: number, during: number): ByTick<number> =>
  (tick) =>
    tick >= ticksIn(600) && tick < ticksIn(660) ? during : otherwise;

/** `during` in the first minute, then `after`: a cold start. */
export const atFirst =
  <T>(during: T, after: T): ByTick<T> =>
  (tick) =>
    tick < ticksIn(60) ? during : after;
