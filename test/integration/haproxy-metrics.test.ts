import { createSocket } from "node:dgram";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { percent } from "../../src/domain/units.ts";
import type { Counts, Route } from "../../src/drivers/port.ts";
import { haproxyMetrics } from "../../src/drivers/traffic/haproxy/metrics.ts";
import { type HaproxyWorld, haproxyWorld, hasHaproxy } from "../support/haproxy.ts";
import { buildOf, fetched, send, soon } from "../support/split.ts";
import { backend } from "../support/start-backend.ts";
import { until } from "../support/until.ts";

const builds = (w: HaproxyWorld) => [
  { digest: w.baseline.build, version: "1.0.0" },
  { digest: w.candidate.build, version: "1.1.0" },
  { digest: buildOf("c"), version: "1.2.0" },
];
const read = async (w: HaproxyWorld): Promise<readonly (Counts | undefined)[]> => {
  const sample = await w.metrics.read(builds(w), soon());
  return builds(w).map(({ digest }) => sample.builds[digest]);
};

/** Counted by HAProxy, and in no line. */
const silent = (config: string): string =>
  config.replace(
    "http-request set-var",
    "http-request set-log-level silent if { path /kilobyte }\n    http-request set-var",
  );

/** Somebody else who listens at that port. */
const listener = async ({ host, port }: HaproxyWorld["settings"]["log"]): Promise<AsyncDisposable> => {
  const socket = createSocket("udp4").bind(port, host);
  await once(socket, "listening");
  return {
    async [Symbol.asyncDispose]() {
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
};

describe.runIf(hasHaproxy)("HAProxy's counts", () => {
  test("a build that is routed and had no request has zeros, and not no data", async () => {
    await using w = await haproxyWorld();
    await w.traffic.set(w.routes(0), [1, 1], soon());

    expect(await read(w)).toEqual([
      { requests: 0, errors: 0, latency: [] },
      { requests: 0, errors: 0, latency: [] },
      undefined,
    ]);
  });

  test("they go on over a reload and over a kill -9, though HAProxy's own begin anew", async () => {
    await using w = await haproxyWorld();
    await w.traffic.set(w.routes(50), [1, 1], soon());
    await read(w);
    await send(w.url, 40);
    const counted = async (): Promise<number> => (await read(w)).reduce((sum, one) => sum + (one?.requests ?? 0), 0);
    await w.reload();
    await send(w.url, 40);
    // A line is written after its answer: one that is killed in between has served a request that it never told of.
    await until("all were told of", async () => (await counted()) === 80);
    await w.kill();
    await w.start();
    await send(w.url, 40);
    await until("all were told of", async () => (await counted()) === 120);
  });

  test("a request in flight over a change is counted for the build that has it, whatever is in its place by then", async () => {
    await using w = await haproxyWorld();
    await using third = await backend("third");
    const next: Route = { build: buildOf("c"), endpoints: [third.endpoint], weight: percent(100) };
    await w.traffic.set(w.routes(100), [1, 1], soon());
    await read(w);
    const slow = fetched(`${w.url}/slow/500`);
    await send(w.url, 10);
    for (let i = 0; i < 3; i++) {
      await w.traffic.set([next], [1, 1], soon());
      await w.traffic.set(w.routes(0), [1, 1], soon());
    }
    await w.traffic.set([next], [1, 1], soon());
    await send(w.url, 7);
    expect(await slow).toBe("candidate");
    const [baseline, candidate, third_] = await read(w);

    expect([baseline?.requests, candidate?.requests, third_?.requests]).toEqual([undefined, 11, 7]);
    expect(candidate!.latency.at(-1)![1]).toBe(1); // the slow one
  });

  test("lines that were lost: no data, and not too few; then it counts anew", async () => {
    await using w = await haproxyWorld(null, silent);
    await w.traffic.set(w.routes(100), [1, 1], soon());
    await read(w);
    await send(w.url, 20);
    expect((await read(w))[1]).toMatchObject({ requests: 20 });
    await send(`${w.url}/kilobyte`, 50);

    expect((await read(w))[1]).toBeUndefined();
    await send(w.url, 5);
    expect((await read(w))[1]).toMatchObject({ requests: 5 });
  });

  test("a log that another process listens to is an error, and no empty answer", async () => {
    await using w = await haproxyWorld();
    await using _other = await listener(w.settings.log);

    await expect(haproxyMetrics(w.settings).read(builds(w), soon())).rejects.toMatchObject({
      code: "DRIVER_FAILED",
      detail: { problem: "EADDRINUSE" },
    });
  });
});
