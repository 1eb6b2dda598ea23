import { expect, test } from "vitest";
import { tally } from "./load-counts.ts";

const shop = { "x-shop-version": "1.1.0" };
const splitter = { "x-headgate-splitter": "no-instance" };

test("each failure is blamed on the one who caused it", () => {
  const { record, counts } = tally();

  record({ status: 200, headers: shop, ms: 1 });
  record({ status: 303, headers: { "x-shop-version": "1.0.0" }, ms: 1 });
  record({ status: 422, headers: shop, ms: 1 });
  record({ status: 503, headers: shop, ms: 1 });
  record({ status: 502, headers: { ...shop, ...splitter }, ms: 1 });
  record({ status: 503, headers: splitter, ms: 1 });
  record({ status: null, headers: {}, ms: 10 });

  expect(counts()).toMatchObject({ requests: 7, failed: 5, failedByHeadgate: 2, appErrors: 2, slowestMs: 10 });
  expect(counts().byVersion).toEqual({ "1.0.0": 1, "1.1.0": 4 });
});

test("p95 is the latency that 95 of 100 requests did not exceed; without requests there is none", () => {
  const { record, counts } = tally();
  expect(counts().p95Ms).toBeNull();

  for (let ms = 1; ms <= 100; ms++) record({ status: 200, headers: shop, ms });

  expect(counts().p95Ms).toBeGreaterThanOrEqual(95);
  expect(counts().p95Ms).toBeLessThanOrEqual(95 * 1.02);
});
