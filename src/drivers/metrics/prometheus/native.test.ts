import { expect, test } from "vitest";
import { digest } from "../../../domain/units.ts";
import type { Bucket } from "./ask.ts";
import { memory, takeIn } from "./memory.ts";
import { takeInNative } from "./native.ts";
import type { NativeReading } from "./readings.ts";

const build = digest(`sha256:${"b".repeat(64)}`);
const target = { job: "shop", instance: "one" };
const none = (): boolean => false;

/** Buckets `[lower, upper, count]`, in seconds. */
const reading = (at: number, ...buckets: readonly (readonly [number, number, number])[]): NativeReading => ({
  build,
  group: "one",
  target,
  at,
  count: buckets.reduce((sum, [, , count]) => sum + count, 0),
  buckets: buckets.map(([lower, upper, count]): Bucket => ({ lower, upper, count })),
});

/** The total after each reading; null where it is not known what happened since the last. */
const totals = (...readings: readonly NativeReading[]): readonly (number | null)[] => {
  const known = memory();
  return readings.map((one) => {
    const unknown = takeInNative(known, [one], none);
    const sum = [...known.natives.get("one")!.totals.values()].reduce((all, count) => all + count, 0);
    return unknown.has(build) ? null : sum;
  });
};

test("what came between two readings is added up; a sample that is not newer changes nothing", () => {
  const first = reading(1, [0.5, 1, 10]);
  const second = reading(2, [0.25, 0.5, 3], [0.5, 1, 12]);

  expect(totals(first, second, first, second)).toEqual([10, 15, 15, 15]);
});

test("fewer than before is a restart, and all that is there is new", () => {
  expect(totals(reading(1, [0.5, 1, 10]), reading(2, [1, 2, 4]), reading(3, [1, 2, 5]))).toEqual([10, 14, 15]);
});

test("buckets of half the scale hold those of the whole, whatever the last digit of an edge", () => {
  const fine = reading(1, [-1e-6, 1e-6, 2], [0.5, 0.7071067811865475, 10], [0.7071067811865475, 1, 5]);
  const coarse = reading(2, [-1e-6, 1e-6, 2], [0.5, 1.0000000000000002, 18]);
  const wideZero = reading(3, [-0.5, 0.5, 3], [0.5, 1.0000000000000002, 18]);

  expect(totals(fine, coarse, wideZero)).toEqual([17, 20, 21]);
});

test("buckets that do not fit the old ones though the count grew say nothing of this window, and the next one is known", () => {
  const coarse = reading(1, [0.5, 1, 10]);
  const finer = reading(2, [0.5, 0.7, 8], [0.7, 1, 4]);

  expect(totals(coarse, finer, reading(3, [0.5, 0.7, 8], [0.7, 1, 9]))).toEqual([10, null, 15]);
});

test("one that appears on an instance that had requests before may be old; on the first reading it is what is counted from", () => {
  const requests = { part: "requests", build, group: "one", target, edge: null, value: 40, at: 1 } as const;
  const [late, first] = [memory(), memory()];
  takeIn(late, [requests]);
  takeIn(first, [requests]);

  expect(takeInNative(late, [reading(2, [0.5, 1, 41])], none)).toEqual(new Set([build]));
  expect(late.natives.get("one")?.totals).toEqual(new Map());
  expect(takeInNative(first, [reading(2, [0.5, 1, 41])], () => true)).toEqual(new Set());
  expect([...first.natives.get("one")!.totals.values()]).toEqual([41]);
});
