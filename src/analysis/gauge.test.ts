import { expect, test } from "vitest";
import { instant } from "../domain/units.ts";
import { gauge, logAbove, lookAt } from "./gauge.ts";

const looks = (ratios: readonly number[], seconds = 60, margin = 0.15) =>
  ratios.reduce(
    (seen, ratio, i) => lookAt(seen, instant(1_000 * seconds * i), { candidate: 100 * ratio, baseline: 100 }, margin),
    gauge,
  );

test("there is one look a minute: readings between are not counted, for they repeat each other", () => {
  const minute = looks([2, 2, 2, 2]);
  const everyFiveSeconds = looks(
    Array.from({ length: 37 }, () => 2),
    5,
  );
  expect(everyFiveSeconds.coin).toEqual(minute.coin);
  expect(everyFiveSeconds.lookedAt).toBe(180_000);
});

test("what lies within the margin speaks for it, what lies above against it", () => {
  expect(logAbove(gauge)).toBe(0);
  expect(logAbove(looks([1.15, 1.1, 1.15, 0.2]))).toBeLessThan(0);
  expect(logAbove(looks([1.16]))).toBeGreaterThan(0);
});

test("always above is beyond chance after some ten minutes, as often above as below never is", () => {
  const minutes = (n: number, ratio: (i: number) => number) =>
    logAbove(looks(Array.from({ length: n }, (_, i) => ratio(i))));
  const needed = Array.from({ length: 30 }, (_, n) => n).find((n) => minutes(n, () => 1.3) >= Math.log(100));
  expect(needed).toBeGreaterThan(6);
  expect(needed).toBeLessThan(15);
  expect(minutes(1_000, (i) => (i % 2 === 0 ? 1.3 : 1))).toBeLessThan(0);
});

test.each([
  ["a baseline of nothing", 5, 0],
  ["a negative one", 5, -1],
  ["a negative candidate", -5, 10],
  ["NaN", Number.NaN, 10],
  ["a baseline of NaN", 10, Number.NaN],
])("%s is no look", (_, candidate, baseline) => {
  expect(lookAt(gauge, instant(0), { candidate, baseline }, 0.15)).toEqual(gauge);
});
