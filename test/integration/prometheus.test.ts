import { describe, expect, test } from "vitest";
import { difference } from "../../src/analysis/window.ts";
import { ask, hasPrometheus, newBuild, oldBuild, type Prometheus, prometheus } from "../support/prometheus.ts";
import { soon } from "../support/split.ts";

const read = (w: Prometheus) => w.driver.read([oldBuild, newBuild], soon());

describe.runIf(hasPrometheus)("counts from a real Prometheus", () => {
  test("a restart of one of two instances loses nothing and doubles nothing; errors count from their first one", async () => {
    await using w = await prometheus(oldBuild, newBuild, newBuild);
    const [, one, two] = w.services;
    await ask(one!, 30);
    await ask(two!, 20);
    await w.scraped(one!, two!);
    const before = await read(w);
    expect(before.builds[newBuild.digest]).toMatchObject({ requests: 50, errors: 0 });

    await one!.restart();
    await ask(one!, 5);
    await ask(two!, 7, "fail");
    await w.scraped(one!, two!);
    const after = await read(w);

    const [was, is] = [before.builds[newBuild.digest]!, after.builds[newBuild.digest]!];
    expect(difference(was, is)).toMatchObject({ requests: 12, errors: 7 });
    expect(difference(was, is)!.latency.reduce((sum, [, count]) => sum + count, 0)).toBe(12);
    expect(after.builds[oldBuild.digest]).toEqual({ requests: 0, errors: 0, latency: [] });
    expect(after.at).toBeGreaterThan(before.at);
    expect(Math.abs(after.at - Date.now())).toBeLessThan(10_000);
  });

  test("T22: with the latencies of one of two instances missing, or the instance itself, there is no data of that build", async () => {
    await using w = await prometheus(oldBuild, newBuild, newBuild);
    const [old, one, two] = w.services;
    for (const service of [old!, one!, two!]) await ask(service, 10);
    await w.scraped(old!, one!, two!);
    expect(Object.keys((await read(w)).builds)).toEqual([oldBuild.digest, newBuild.digest]);

    two!.hide("latency");
    await w.scraped(two!);
    expect(Object.keys((await read(w)).builds)).toEqual([oldBuild.digest]);

    two!.hide();
    await two!.stop();
    await w.missed(two!);
    expect(Object.keys((await read(w)).builds)).toEqual([oldBuild.digest]);

    await two!.restart();
    await ask(two!, 3);
    await w.scraped(one!, two!);
    expect((await read(w)).builds[newBuild.digest]).toMatchObject({ requests: 23 });
  });

  test("a missing counter of requests is no data, and so is a build that ended altogether", async () => {
    await using w = await prometheus(oldBuild, newBuild);
    const [old, one] = w.services;
    await ask(old!, 4);
    await ask(one!, 4);
    one!.hide("requests");
    await w.scraped(old!, one!);
    expect(Object.keys((await read(w)).builds)).toEqual([oldBuild.digest]);

    await old!.stop();
    await w.missed(old!);
    expect((await read(w)).builds).toEqual({});
  });

  test("T28: a Prometheus that is down is a failure; what happened meanwhile is there once it is back", async () => {
    await using w = await prometheus(oldBuild, newBuild);
    const [old, one] = w.services;
    await ask(old!, 10);
    await ask(one!, 10);
    await w.scraped(old!, one!);
    const before = await read(w);
    await w.stop();
    await ask(one!, 6, "fail");
    await expect(read(w)).rejects.toMatchObject({ code: "DRIVER_FAILED", detail: { driver: "prometheus" } });

    await w.start();
    await w.scraped(old!, one!);
    const after = await read(w);
    expect(difference(before.builds[newBuild.digest]!, after.builds[newBuild.digest]!)).toMatchObject({
      requests: 6,
      errors: 6,
    });
    expect(after.builds[oldBuild.digest]).toEqual(before.builds[oldBuild.digest]);
  });
});
