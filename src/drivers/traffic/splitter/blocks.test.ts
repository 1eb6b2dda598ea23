import fc from "fast-check";
import { expect, test } from "vitest";
import { permutedBlocks } from "./blocks.ts";
import { seeded } from "./random.ts";

const take = (n: number, next: () => number): number[] => Array.from({ length: n }, next);
const share = (turns: readonly number[], side: number): number => turns.filter((turn) => turn === side).length;

test("every block of 100 gives each side always exactly its weight", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.nat(), (candidate, seed) => {
      const next = permutedBlocks([100 - candidate, candidate], seeded(seed));
      for (let block = 0; block < 3; block++) expect(share(take(100, next), 1)).toBe(candidate);
    }),
  );
});

test("weights that are not whole are always exact to one turn, however long it runs", () => {
  const parts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(
      parts.filter((p) => p.some((x) => x > 0.01)),
      fc.nat(),
      (parts, seed) => {
        const total = parts.reduce((a, b) => a + b, 0);
        const weights = parts.map((part) => (100 * part) / total);
        const turns = take(2_000, permutedBlocks(weights, seeded(seed)));
        weights.forEach((weight, side) => {
          expect(Math.abs(share(turns, side) - 20 * weight)).toBeLessThan(weights.length);
        });
      },
    ),
  );
});

test("a side of weight 0 is never chosen", () => {
  expect(share(take(1_000, permutedBlocks([33.4, 0, 66.6], seeded(1))), 1)).toBe(0);
});

test("the order is the seed's, and differs from block to block", () => {
  const first = take(200, permutedBlocks([50, 50], seeded(7)));

  expect(take(200, permutedBlocks([50, 50], seeded(7)))).toEqual(first);
  expect(take(200, permutedBlocks([50, 50], seeded(8)))).not.toEqual(first);
  expect(first.slice(0, 100)).not.toEqual(first.slice(100));
});

test("a client that asks at every hundredth request meets both sides", () => {
  const turns = take(20_000, permutedBlocks([90, 10], seeded(3)));
  const met = share(
    turns.filter((_, i) => i % 100 === 0),
    1,
  );

  // 200 draws at 10 %: 20 are due, and 6 … 34 is beyond three standard deviations of 4.2.
  expect(met).toBeGreaterThan(6);
  expect(met).toBeLessThan(34);
});
