import { describe } from "vitest";
import { type MetricsWorld, metricsContract } from "../contract/metrics.ts";
import { ask, hasPrometheus, nativePrometheus, newBuild, oldBuild, prometheus } from "../support/prometheus.ts";

const worldOf = async (start: typeof prometheus): Promise<MetricsWorld> => {
  const w = await start(oldBuild, newBuild);
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
};

describe.runIf(hasPrometheus)("a real Prometheus", () => {
  metricsContract("prometheus", () => worldOf(prometheus));
  metricsContract("prometheus, native histograms", () => worldOf(nativePrometheus));
});
