import { describe, expect, test } from "vitest";
import { bucketOf } from "../../src/analysis/histogram.ts";
import type { Digest } from "../../src/domain/units.ts";
import type { Counts, MetricsDriver } from "../../src/drivers/port.ts";

/** A world in which requests are answered and counted. */
export type MetricsWorld = AsyncDisposable & {
  readonly driver: MetricsDriver;
  readonly baseline: Digest;
  readonly candidate: Digest;
  /** Have this build, which is then alone in traffic, answer so many requests in this way. */
  answer(build: Digest, count: number, how: "well" | "with 500" | "not at all"): Promise<void>;
  /** Have it answer one request after `ms`. */
  answerAfter(build: Digest, ms: number): Promise<void>;
};

const soon = (): AbortSignal => AbortSignal.timeout(20_000);

/** What every metrics driver must do. */
export const metricsContract = (name: string, world: () => Promise<MetricsWorld>): void => {
  const read = async ({ driver }: MetricsWorld, build: Digest): Promise<Counts> =>
    (await driver.read(soon())).builds[build] ?? { requests: 0, errors: 0, latency: [] };

  describe(`metrics contract: ${name}`, () => {
    test("requests and errors are counted per build, and outlive every change of the weights", async () => {
      await using w = await world();
      await w.answer(w.baseline, 7, "well");
      await w.answer(w.candidate, 5, "well");
      await w.answer(w.candidate, 3, "with 500");
      await w.answer(w.baseline, 2, "well");

      expect(await read(w, w.baseline)).toMatchObject({ requests: 9, errors: 0 });
      expect(await read(w, w.candidate)).toMatchObject({ requests: 8, errors: 3 });
    });

    test("a request that the instance does not answer is an error", async () => {
      await using w = await world();
      await w.answer(w.candidate, 4, "not at all");

      expect(await read(w, w.candidate)).toMatchObject({ requests: 4, errors: 4 });
    });

    test("every answer has its latency, sorted by bucket", async () => {
      await using w = await world();
      await w.answer(w.baseline, 5, "well");
      await w.answerAfter(w.baseline, 300);
      const { requests, latency } = await read(w, w.baseline);

      expect(latency.reduce((sum, [, count]) => sum + count, 0)).toBe(requests);
      expect(latency).toEqual(latency.toSorted(([a], [b]) => a - b));
      expect(latency.at(-1)![0]).toBeGreaterThanOrEqual(bucketOf(295));
      expect(latency.at(-1)![1]).toBe(1);
    });

    test("a build that nobody routed to is absent, which is not zero", async () => {
      await using w = await world();
      await w.answer(w.baseline, 1, "well");

      expect((await w.driver.read(soon())).builds).not.toHaveProperty(`sha256:${"f".repeat(64)}`);
    });
  });
};
