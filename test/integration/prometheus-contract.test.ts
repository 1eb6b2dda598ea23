import { describe } from "vitest";
import { metricsContract } from "../contract/metrics.ts";
import { ask, hasPrometheus, newBuild, oldBuild, prometheus } from "../support/prometheus.ts";

describe.runIf(hasPrometheus)("a real Prometheus", () => {
  metricsContract("prometheus", async () => {
    const w = await prometheus(oldBuild, newBuild);
    const pages = { well: "", "with 500": "fail", "not at all": "die" } as const;
    const have = async (build: typeof oldBuild, count: number, page: string): Promise<void> => {
      const service = w.services[build === oldBuild ? 0 : 1]!;
      await ask(service, count, page);
      await w.scraped(service);
    };
    return {
      driver: w.driver,
      baseline: oldBuild,
      candidate: newBuild,
      answer: (build, count, how) => have(build, count, pages[how]),
      answerAfter: (build, ms) => have(build, 1, `slow/${ms}`),
      [Symbol.asyncDispose]: w[Symbol.asyncDispose],
    };
  });
});
