import { expect, test } from "vitest";
import { advance, logMixture, logSum, mixture, startShare } from "./mixture.ts";

const after = (looks: number, ratio: number) =>
  Array.from({ length: looks }).reduce<ReturnType<typeof mixture>>((sum) => advance(sum, [ratio]), mixture(1));

test("the weights of all beginnings sum to 1", () => {
  const shares = Array.from({ length: 200_000 }, (_, look) => startShare(look));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3);
});

test("without evidence it stays at 1, however many looks there were", () => {
  for (const looks of [0, 1, 2, 100, 3_000]) expect(logMixture(after(looks, 0), [1])).toBeCloseTo(0, 10);
});

test("of evidence from the first window on it keeps all but the weight of that beginning", () => {
  expect(logMixture(after(50, 1), [1])).toBeGreaterThan(50 + Math.log(startShare(0)));
});

test("harm that begins after an hour is found with the price of its beginning, not of the hour", () => {
  const hour = after(720, -0.5);
  const harmed = Array.from({ length: 20 }).reduce<typeof hour>((sum) => advance(sum, [1]), hour);
  expect(logMixture(harmed, [1])).toBeGreaterThan(20 + Math.log(startShare(720)));
  expect(logMixture(harmed, [1])).toBeGreaterThan(9);
});

test("what e^x cannot hold is added all the same", () => {
  expect(logSum(10_000, 10_000)).toBeCloseTo(10_000 + Math.log(2), 9);
  expect(logSum(Number.NEGATIVE_INFINITY, -3)).toBe(-3);
  expect(logSum(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
});
