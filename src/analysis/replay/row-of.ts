import { percent } from "../../domain/units.ts";
import { type Buckets, bucketOf, lastBucket } from "../histogram.ts";
import type { Counter, Counts } from "../window.ts";
import type { Problem, RawRow, Reading, Row, Side } from "./row.ts";
import { timeOf } from "./time-of.ts";

/** What teams call the two sides. */
const sides: ReadonlyMap<unknown, Side> = new Map<unknown, Side>([
  ["candidate", "candidate"],
  ["canary", "candidate"],
  ["experiment", "candidate"],
  ["baseline", "baseline"],
  ["stable", "baseline"],
  ["control", "baseline"],
]);
const keys = ["time", "side", "requests", "errors", "weight", "latency", "counters"];

type Say = (path: string, what: string, fix: string) => null;

/** A row, or everything that is wrong with it. Nothing that is missing counts as zero. */
export const rowOf = ({ line, fields }: RawRow): Reading<Row> => {
  const problems: Problem[] = [];
  const say: Say = (path, what, fix) => {
    problems.push({ line, path, what, fix });
    return null;
  };
  for (const key of Object.keys(fields).filter((name) => !keys.includes(name)))
    say(key, "unknown field", `remove it; known are ${keys.join(", ")}`);
  const at =
    timeOf(fields.time) ??
    say(
      "time",
      `${shown(fields.time)} is no time`,
      "write 2026-11-02T14:00:05Z (with its zone), or seconds or milliseconds since 1970",
    );
  const side = sides.get(fields.side) ?? say("side", `${shown(fields.side)} is no side`, "write candidate or baseline");
  const weight = weightOf(fields.weight, say);
  const counts = countsOf(fields, say);
  return problems.length > 0 || at === null || side === null
    ? { ok: false, problems }
    : { ok: true, value: { line, at, side, weight, counts } };
};

const shown = (value: unknown): string => (value == null ? "nothing" : JSON.stringify(value).slice(0, 40));

const weightOf = (given: unknown, say: Say): Row["weight"] => {
  if (given == null) return null;
  if (typeof given === "number" && given >= 0 && given <= 100) return percent(given);
  return say("weight", `${shown(given)} is no share in percent`, "write 0 to 100, such as 5");
};

const countsOf = (fields: RawRow["fields"], say: Say): Counts | null => {
  // Said to be unknown, and not left out by mistake.
  if (fields.requests === null) return null;
  const requests = count(fields.requests, "requests", say);
  const errors = count(fields.errors, "errors", say);
  const latency = latencyOf(fields.latency, say);
  const counters = countersOf(fields.counters, say);
  if (requests !== null && errors !== null && errors > requests)
    return say("errors", `${errors} of ${requests} requests`, "count the same requests in both, in the same interval");
  if (requests === null || errors === null || latency === null || counters === null) return null;
  return { requests, errors, latency, ...(counters === undefined ? {} : { counters }) };
};

const count = (given: unknown, path: string, say: Say): number | null => {
  if (typeof given !== "number")
    return say(path, `${shown(given)} is no number`, "write a count; 0 if there were none");
  if (given < 0) return say(path, `${given} is less than none`, "export running totals as they are, and add --totals");
  return Number.isSafeInteger(given)
    ? given
    : say(path, `${given} is not whole`, "rate() and increase() guess: export the raw counters, and add --totals");
};

const latencyOf = (given: unknown, say: Say): Buckets | null => {
  if (given == null) return [];
  if (!Array.isArray(given)) return say("latency", "is no list", 'write [[50, 20], [100, 5], ["inf", 0]]');
  const buckets = new Map<number, number>();
  for (const one of given as readonly unknown[]) {
    const [edge, requests] = Array.isArray(one) && one.length === 2 ? (one as readonly unknown[]) : [];
    const bucket = bucketAt(edge);
    if (bucket === null)
      return say(
        "latency",
        `${shown(one)} is no bucket`,
        'write [upper edge in ms, requests]; the last edge may be "inf"',
      );
    const known = count(requests, `latency le ${String(edge)}`, say);
    if (known === null) return null;
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + known);
  }
  return [...buckets].toSorted(([a], [b]) => a - b);
};

const bucketAt = (edge: unknown): number | null => {
  if (edge === "inf" || edge === "+Inf") return lastBucket;
  return typeof edge === "number" && edge >= 0 ? bucketOf(edge) : null;
};

/** @returns undefined where the row has none, null after a complaint */
const countersOf = (given: unknown, say: Say): Readonly<Record<string, Counter>> | undefined | null => {
  if (given == null) return undefined;
  if (typeof given !== "object" || Array.isArray(given))
    return say("counters", "is no object", 'write {"checkout": {"total": 40, "bad": 1}}');
  const counters = Object.entries(given).map(([name, one]: readonly [string, unknown]) => {
    const { total, bad } = (one ?? {}) as Readonly<Record<string, unknown>>;
    const [all, wrong] = [count(total, `counters ${name}.total`, say), count(bad, `counters ${name}.bad`, say)];
    if (all === null || wrong === null) return null;
    return wrong > all
      ? say(`counters ${name}`, `${wrong} bad ones of ${all}`, "count the same events in both")
      : ([name, { total: all, bad: wrong }] as const);
  });
  return counters.includes(null) ? null : Object.fromEntries(counters.filter((one) => one !== null));
};
