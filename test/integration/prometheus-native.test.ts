import { describe, expect, test } from "vitest";
import { quantile } from "../../src/analysis/histogram.ts";
import { difference } from "../../src/analysis/window.ts";
import { prometheusMetrics } from "../../src/drivers/metrics/prometheus/driver.ts";
import { ask, hasPrometheus, nativePrometheus, newBuild, oldBuild, type Prometheus } from "../support/prometheus.ts";
import { soon } from "../support/split.ts";

const read = async (w: Prometheus) => (await w.driver.read([oldBuild, newBuild], soon())).builds[newBuild.digest];
const measured = (counts: Awaited<ReturnType<typeof read>>): number =>
  counts!.latency.reduce((sum, [, count]) => sum + count, 0);

describe.runIf(hasPrometheus)("native histograms from a real Prometheus", () => {
  test("each request is in the bucket that holds it, to the width of the histogram's own", async () => {
    await using w = await nativePrometheus(newBuild);
    const [one] = w.services;
    await ask(one!, 20);
    await ask(one!, 5, "slow/200");
    await w.scraped(one!);
    const { requests, latency } = (await read(w))!;

    const slowest = Math.max(...one!.counted.ms);
    expect(requests).toBe(25);
    expect(latency.reduce((sum, [, count]) => sum + count, 0)).toBe(25);
    expect(quantile(latency, 1)! / slowest).toBeGreaterThan(0.98);
    expect(quantile(latency, 1)! / slowest).toBeLessThan(2 ** (1 / 8) * 1.02);
    expect(quantile(latency, 0.5)!).toBeLessThan(150);
  });

  test("a restart of one of two instances loses nothing and doubles nothing", async () => {
    await using w = await nativePrometheus(newBuild, newBuild);
    const [one, two] = w.services;
    await ask(one!, 30);
    await ask(two!, 20);
    await w.scraped(one!, two!);
    const before = (await read(w))!;
    await one!.restart();
    await ask(one!, 5, "slow/20");
    await ask(two!, 7, "fail");
    await w.scraped(one!, two!);
    const after = (await read(w))!;

    expect(measured(before)).toBe(50);
    expect(difference(before, after)).toMatchObject({ requests: 12, errors: 7 });
    expect(measured(difference(before, after)!)).toBe(12);
  });

  test("buckets that become twice as wide count no request twice", async () => {
    await using w = await nativePrometheus(newBuild);
    const [one] = w.services;
    await ask(one!, 15);
    await ask(one!, 5, "slow/30");
    await w.scraped(one!);
    const before = (await read(w))!;
    one!.scale(2);
    await ask(one!, 10, "slow/30");
    await w.scraped(one!);
    const after = (await read(w))!;

    expect(measured(before)).toBe(20);
    expect(measured(difference(before, after)!)).toBe(10);
  });

  test("T22: an instance that stops telling its histogram leaves its build without data", async () => {
    await using w = await nativePrometheus(newBuild, newBuild);
    const [one, two] = w.services;
    await ask(one!, 5);
    await ask(two!, 5);
    await w.scraped(one!, two!);
    expect(await read(w)).toMatchObject({ requests: 10 });

    two!.hide("latency");
    await w.scraped(two!);
    expect(await read(w)).toBeUndefined();
  });

  test("one that was out of reach at first does not come back with old latencies as new ones", async () => {
    await using w = await nativePrometheus(newBuild, newBuild);
    const [one, two] = w.services;
    await ask(one!, 5);
    await ask(two!, 40, "slow/1");
    await w.scraped(one!, two!);
    await two!.stop();
    await w.missed(two!);
    const driver = prometheusMetrics(w.settings); // one that was started just now
    const now = async () => (await driver.read([newBuild], soon())).builds[newBuild.digest];
    await now();
    await two!.restart();
    await ask(two!, 3);
    await w.scraped(one!, two!);
    await now();
    const before = (await now())!;
    await ask(two!, 4);
    await w.scraped(two!);

    expect(measured(difference(before, (await now())!)!)).toBe(4);
  });
});
