import fc from "fast-check";
import { expect, test } from "vitest";
import { capTo, uncapped } from "./capped.ts";

const after = (raws: readonly number[], most: number) =>
  raws.reduce((before, raw) => capTo(before, raw, most), uncapped);

test("without a cap it is what comes in", () => {
  expect(after([3, -1, 7.5], Number.POSITIVE_INFINITY)).toEqual({ raw: 7.5, log: 7.5 });
});

test("one window adds at most the cap, and takes away all that it takes away", () => {
  expect(after([10], 2)).toEqual({ raw: 10, log: 2 });
  expect(after([10, 11], 2)).toEqual({ raw: 11, log: 3 });
  expect(after([10, 4], 2)).toEqual({ raw: 4, log: -4 });
});

test("it never exceeds what came in, nor the cap times the windows", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 30 }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      (raws, most) => {
        const { raw, log } = after(raws, most);
        expect(raw).toBe(raws.at(-1));
        expect(log).toBeLessThanOrEqual(raw + 1e-9);
        expect(log).toBeLessThanOrEqual(most * raws.length + 1e-9);
      },
    ),
    { seed: 17 },
  );
});

test("capped evidence that is fair stays so: the mean over a coin's outcomes is at most 1 in every window", () => {
  for (const [up, down] of [
    [2, 0],
    [1.5, 0.5],
    [1.1, 0.9],
  ] as const)
    for (const most of [0.05, 0.3, 1, Number.POSITIVE_INFINITY]) {
      const next = (ratio: number) => Math.exp(capTo({ raw: 1, log: 0.4 }, 1 + Math.log(ratio), most).log - 0.4);
      expect((next(up) + next(down)) / 2).toBeLessThanOrEqual(1 + 1e-12);
    }
});
