import fc from "fast-check";
import { expect, test } from "vitest";
import { requestsExpected } from "./requests-expected.ts";
import { requestsNeeded } from "./requests-needed.ts";

test("without errors it is what the limit needs", () => {
  expect(requestsExpected(0.001, 0, 0.05)).toBe(requestsNeeded(0.001, 0, 0.05));
});

test("errors below the limit cost more requests; at the limit, and hardly below it, no number does", () => {
  expect(requestsExpected(0.001, 0.0002, 0.05)).toBeGreaterThan(requestsNeeded(0.001, 0, 0.05) ?? 0);
  expect(requestsExpected(0.001, 0.001, 0.05)).toBeNull();
  expect(requestsExpected(0.001, 0.0009, 0.05)).toBeNull();
  expect(requestsExpected(0, 0, 0.05)).toBeNull();
});

test("more errors never need fewer requests", () => {
  const share = fc.double({ min: 0, max: 0.006, noNaN: true });
  fc.assert(
    fc.property(share, share, (a, b) => {
      const of = (share: number) => requestsExpected(0.01, share, 0.05) ?? Number.POSITIVE_INFINITY;
      expect(of(Math.min(a, b))).toBeLessThanOrEqual(of(Math.max(a, b)));
    }),
    { numRuns: 50 },
  );
});
