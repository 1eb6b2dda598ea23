import { get } from "node:http";
import { fileURLToPath } from "node:url";
import { instant, millis } from "../../src/domain/units.ts";
import { webMetrics } from "../../src/drivers/metrics/web/driver.ts";
import type { BuildRef } from "../../src/drivers/port.ts";
import { metricsContract } from "../contract/metrics.ts";
import { newBuild, oldBuild } from "../support/prometheus.ts";
import { backend } from "../support/start-backend.ts";

const script = fileURLToPath(new URL("../support/web-counts.ts", import.meta.url));

metricsContract("web page of another process", async () => {
  const service = await backend("", 0, script);
  const url = `http://${service.endpoint}`;
  const have = async ({ version }: BuildRef, page: string): Promise<void> => {
    await new Promise<void>((done) => {
      const asked = get(`${url}/${version}/${page}`, { agent: false }, (answer) => answer.resume().once("close", done));
      asked.once("error", () => done());
    });
  };
  const pages = { well: "", "with 500": "fail", "not at all": "die" } as const;
  return {
    driver: webMetrics({
      url: `${url}/counts`,
      maxAge: millis(60_000),
      counters: [],
      gauges: [],
      now: () => instant(Date.now()),
    }),
    baseline: oldBuild,
    candidate: newBuild,
    async answer(build, count, how) {
      for (let i = 0; i < count; i++) await have(build, pages[how]);
    },
    answerAfter: (build, ms) => have(build, `slow/${ms}`),
    [Symbol.asyncDispose]: service[Symbol.asyncDispose],
  };
});
