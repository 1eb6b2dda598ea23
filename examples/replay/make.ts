/**
 * Writes `incident.csv`: an invented incident, the same on every machine. 100 requests a second, of which a canary gets
 * 5 %, in intervals of 5 seconds for 20 minutes. One request in a thousand fails; from the sixth minute on, one in a
 * hundred of the canary's.
 */
import { writeFileSync } from "node:fs";

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

const random = randomFrom(20_261_102);
const start = Date.parse("2026-11-02T14:00:00Z");
const [seconds, windows, onset] = [5, 240, 72];
const edges = [25, 50, 100, 250, 500, 1000, Number.POSITIVE_INFINITY];

/** Half of all requests take less than 40 ms, and one in a hundred more than 180. */
const latency = (): number =>
  40 * Math.exp(0.65 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));

const row = (time: string, side: string, requests: number, rate: number): string => {
  const all = Array.from({ length: requests }, () => ({ failed: random() < rate, ms: latency() }));
  const errors = all.filter(({ failed }) => failed).length;
  const buckets = edges.map((edge, i) => all.filter(({ ms }) => ms <= edge && ms > (edges[i - 1] ?? -1)).length);
  return [time, side, 5, requests, errors, ...buckets].join(",");
};

const lines = Array.from({ length: windows }, (_, i) => {
  const time = new Date(start + (i + 1) * seconds * 1000).toISOString().replace(".000", "");
  const all = 460 + Math.floor(random() * 80);
  const ours = Array.from({ length: all }, random).filter((one) => one < 0.05).length;
  return [row(time, "candidate", ours, i < onset ? 0.001 : 0.01), row(time, "baseline", all - ours, 0.001)].join("\n");
});
const header = `time,side,weight,requests,errors,${edges.map((edge) => `le_${edge === Number.POSITIVE_INFINITY ? "inf" : edge}`).join(",")}`;
writeFileSync(new URL("./incident.csv", import.meta.url), `${[header, ...lines].join("\n")}\n`);
