import { describe, expect, test } from "vitest";
import { bucketOf } from "../../src/analysis/histogram.ts";
import { digest } from "../../src/domain/units.ts";
import type { BuildRef, Counts, MetricsDriver } from "../../src/drivers/port.ts";
import { type Cannot, casesFor } from "./cases.ts";

/** A world in which requests are answered and counted. */
export type MetricsWorld = AsyncDisposable & {
  readonly driver: MetricsDriver;
  readonly baseline: BuildRef;
  readonly candidate: BuildRef;
  /** Have this build, which is then alone in traffic, answer so many requests in this way; the source knows by then. */
  answer(build: BuildRef, count: number, how: "well" | "with 500" | "not at all"): Promise<void>;
  /** Have it answer one request after `ms`. */
  answerAfter(build: BuildRef, ms: number): Promise<void>;
};

/** `unanswered`: count requests that the instance did not answer. */
type Ability = "unanswered";

const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const stranger: BuildRef = { digest: digest(`sha256:${"f".repeat(64)}`), version: "9.9.9" };

/** What every metrics driver must do. */
export const metricsContract = (
  name: string,
  world: () => Promise<MetricsWorld>,
  cannot: Cannot<Ability> = {},
): void => {
  const read = async ({ driver, baseline, candidate }: MetricsWorld, build: BuildRef): Promise<Counts> =>
    (await driver.read([baseline, candidate], soon())).builds[build.digest] ?? { requests: 0, errors: 0, latency: [] };

  describe(`metrics contract: ${name}`, () => {
    const able = casesFor(cannot);

    test("requests and errors are counted per build, and outlive every change of the weights", async () => {
      await using w = await world();
      await w.answer(w.baseline, 7, "well");
      await w.answer(w.candidate, 5, "well");
      await w.answer(w.candidate, 3, "with 500");
      await w.answer(w.baseline, 2, "well");

      expect(await read(w, w.baseline)).toMatchObject({ requests: 9, errors: 0 });
      expect(await read(w, w.candidate)).toMatchObject({ requests: 8, errors: 3 });
    });

    test("T15: what the candidate answers is no load of the baseline", async () => {
      await using w = await world();
      await w.answer(w.baseline, 3, "well");
      const before = await read(w, w.baseline);
      await w.answer(w.candidate, 20, "well");

      expect(await read(w, w.baseline)).toEqual(before);
    });

    able("unanswered", "a request that the instance does not answer is an error", async () => {
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

    test("the builds that were asked for are there; one that nobody routed to is absent, which is not zero", async () => {
      await using w = await world();
      await w.answer(w.baseline, 1, "well");
      const { builds } = await w.driver.read([w.baseline, stranger], soon());

      expect(builds[w.baseline.digest]).toMatchObject({ requests: 1 });
      expect(builds).not.toHaveProperty([stranger.digest]);
    });
  });
};
