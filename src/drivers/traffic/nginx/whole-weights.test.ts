import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeWeights } from "./whole-weights.ts";

test("a side's weight is shared out among its instances, in the smallest whole numbers", () => {
  expect(
    wholeWeights([
      { weight: 75, instances: 1 },
      { weight: 25, instances: 1 },
    ]),
  ).toEqual([3, 1]);
  expect(
    wholeWeights([
      { weight: 90, instances: 3 },
      { weight: 10, instances: 2 },
    ]),
  ).toEqual([6, 1]);
  expect(
    wholeWeights([
      { weight: 99.5, instances: 1 },
      { weight: 0.5, instances: 1 },
    ]),
  ).toEqual([199, 1]);
  expect(wholeWeights([{ weight: 100, instances: 4 }])).toEqual([1]);
});

test("every side always gets exactly its share", () => {
  const side = fc.tuple(
    fc.integer({ min: 1, max: 9_999 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 12 }),
  );
  fc.assert(
    fc.property(side, ([hundredths, first, second]) => {
      const sides = [
        { weight: hundredths / 100, instances: first },
        { weight: 100 - hundredths / 100, instances: second },
      ];
      const [a, b] = wholeWeights(sides) as [number, number];
      expect([a, b].every((weight) => Number.isSafeInteger(weight) && weight > 0)).toBe(true);
      expect((a * first) / (a * first + b * second)).toBeCloseTo(hundredths / 10_000, 12);
    }),
  );
});
