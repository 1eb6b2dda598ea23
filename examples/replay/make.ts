/**
 * Writes invented counts, the same on every machine, into the folder of this file or the one that is named: `incident.csv`
 * for this example, and `regression.csv`, `clean.csv` and `outage.csv` for the pictures of `docs/verdicts.md`. Intervals
 * of 5 seconds; one request in a thousand fails unless said.
 */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

/** @source mulberry32, Tommy Ettinger, public domain */
const randomFrom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

type Scene = {
  readonly seed: number;
  readonly minutes: number;
  /** Requests of both sides in an interval: so many, and up to `spread` more. */
  readonly requests: number;
  readonly spread: number;
  /** Of an interval that ends so many minutes after the beginning; weights in percent, rates 0 … 1. */
  readonly weight: (minute: number) => number;
  readonly rate: (minute: number) => { readonly candidate: number; readonly baseline: number };
};

const usual = 0.001;
const both = (rate: number) => ({ candidate: rate, baseline: rate });

const scenes: Readonly<Record<string, Scene>> = {
  /** 100 requests a second; from the sixth minute on, one in a hundred of the canary's fails. */
  incident: {
    seed: 20_261_102,
    minutes: 20,
    requests: 460,
    spread: 80,
    weight: () => 5,
    rate: (minute) => ({ candidate: minute <= 6 ? usual : 0.01, baseline: usual }),
  },
  /** 400 a second; the candidate is good at 5 %, and fails seven in a thousand from the fourteenth minute on. */
  regression: {
    seed: 20_261_103,
    minutes: 18,
    requests: 1_900,
    spread: 200,
    weight: (minute) => (minute <= 10 ? 5 : 25),
    rate: (minute) => ({ candidate: minute <= 14 ? usual : 0.007, baseline: usual }),
  },
  /** 400 a second; nothing is wrong with it. */
  clean: {
    seed: 20_261_104,
    minutes: 36,
    requests: 1_900,
    spread: 200,
    weight: (minute) => (minute <= 12 ? 5 : minute <= 22 ? 25 : minute <= 32 ? 50 : 100),
    rate: () => both(usual),
  },
  /** 400 a second; in the seventh minute a fifth of all requests fail, on both sides. */
  outage: {
    seed: 20_261_105,
    minutes: 20,
    requests: 1_900,
    spread: 200,
    weight: (minute) => (minute <= 12 ? 5 : 25),
    rate: (minute) => both(minute > 6 && minute <= 7 ? 0.2 : usual),
  },
};

const start = Date.parse("2026-11-02T14:00:00Z");
const seconds = 5;
const edges = [25, 50, 100, 250, 500, 1000, Number.POSITIVE_INFINITY];
const header = `time,side,weight,requests,errors,${edges.map((edge) => `le_${edge === Number.POSITIVE_INFINITY ? "inf" : edge}`).join(",")}`;

const linesOf = ({ seed, minutes, requests, spread, weight, rate }: Scene): readonly string[] => {
  const random = randomFrom(seed);
  /** Half of all requests take less than 40 ms, and one in a hundred more than 180. */
  const latency = (): number =>
    40 * Math.exp(0.65 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
  const row = (prefix: string, served: number, failing: number): string => {
    const all = Array.from({ length: served }, () => ({ failed: random() < failing, ms: latency() }));
    const errors = all.filter(({ failed }) => failed).length;
    const buckets = edges.map((edge, i) => all.filter(({ ms }) => ms <= edge && ms > (edges[i - 1] ?? -1)).length);
    return [prefix, served, errors, ...buckets].join(",");
  };
  return Array.from({ length: (minutes * 60) / seconds }, (_, i) => {
    const minute = ((i + 1) * seconds) / 60;
    const time = new Date(start + minute * 60_000).toISOString().replace(".000", "");
    const all = requests + Math.floor(random() * spread);
    const share = weight(minute);
    const ours = Array.from({ length: all }, random).filter((one) => one < share / 100).length;
    const { candidate, baseline } = rate(minute);
    return [
      row(`${time},candidate,${share}`, ours, candidate),
      row(`${time},baseline,${share}`, all - ours, baseline),
    ].join("\n");
  });
};

const folder = resolve(process.argv[2] ?? import.meta.dirname);
for (const [name, scene] of Object.entries(scenes))
  writeFileSync(resolve(folder, `${name}.csv`), `${[header, ...linesOf(scene)].join("\n")}\n`);
