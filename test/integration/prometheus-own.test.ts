import { describe, expect, test } from "vitest";
import { difference } from "../../src/analysis/window.ts";
import { prometheusMetrics } from "../../src/drivers/metrics/prometheus/driver.ts";
import { ask, hasPrometheus, newBuild, oldBuild, type Prometheus, prometheus } from "../support/prometheus.ts";
import { soon } from "../support/split.ts";

const own = {
  counters: { checkout: { total: "checkouts_total", bad: "checkouts_failed_total" } },
  gauges: { memory: 'memory_bytes{job="shop"}' },
};
const reader = ({ settings }: Prometheus) => {
  const driver = prometheusMetrics({ ...settings, ...own });
  return async () => (await driver.read([oldBuild, newBuild], soon())).builds[newBuild.digest];
};

describe.runIf(hasPrometheus)("counters and gauges of the service's own from a real Prometheus", () => {
  test("T23: nobody told is no data; a total without bad ones has 0; a restart loses nothing", async () => {
    await using w = await prometheus(oldBuild, newBuild, newBuild);
    const [, one, two] = w.services;
    const read = reader(w);
    expect(await read()).toMatchObject({ requests: 0, counters: {} });

    await ask(one!, 6, "checkout");
    await w.scraped(one!);
    expect((await read())?.counters).toEqual({ checkout: { total: 6, bad: 0 } });

    await ask(two!, 4, "checkout");
    await ask(two!, 3, "checkout/bad");
    await w.scraped(two!);
    const before = (await read())!;
    expect(before.counters).toEqual({ checkout: { total: 13, bad: 3 } });

    await two!.restart();
    await ask(two!, 2, "checkout/bad");
    await w.scraped(two!);
    const after = (await read())!;
    expect(difference(before, after)?.counters).toEqual({ checkout: { total: 2, bad: 2 } });
  });

  test("T22: a counter that one of two instances stopped telling is no data, and the build's requests are", async () => {
    await using w = await prometheus(newBuild, newBuild);
    const [one, two] = w.services;
    const read = reader(w);
    await ask(one!, 3, "checkout");
    await ask(two!, 3, "checkout");
    await w.scraped(one!, two!);
    expect((await read())?.counters).toEqual({ checkout: { total: 6, bad: 0 } });

    two!.hide("checkouts");
    await w.scraped(two!);
    expect(await read()).toMatchObject({ requests: 6, counters: {} });
  });

  test("T23: a gauge is the mean over the instances now; one that is NaN or missing on one of them is no data", async () => {
    await using w = await prometheus(oldBuild, newBuild, newBuild);
    const [, one, two] = w.services;
    const read = reader(w);
    one!.remember(-500);
    two!.remember(1_500);
    await w.scraped(one!, two!);
    expect((await read())?.gauges).toEqual({ memory: 500 });

    two!.remember(Number.NaN);
    await w.scraped(two!);
    expect(await read()).toMatchObject({ requests: 0, gauges: {} });

    two!.hide("memory");
    await w.scraped(two!);
    expect(await read()).toMatchObject({ requests: 0, gauges: {} });
  });
});
