import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startLoad } from "../../src/demo/load.ts";
import type { Counts } from "../../src/demo/load-counts.ts";
import { freePort } from "../../src/free-port.ts";
import { reportOf } from "../support/demo-check.ts";
import { demoShop } from "../support/demo-shop.ts";
import { folder } from "../support/folder.ts";

const json = async (url: string): Promise<unknown> => (await fetch(url)).json();

/** Load until what is wanted is seen; after the limit, what was seen by then. */
const loadUntil = async (
  url: string,
  ratePerSecond: number,
  seen: (counts: Counts) => boolean,
  maxMs: number,
): Promise<Counts> => {
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const onTick = (counts: Counts): void => {
    if (seen(counts)) resolve();
  };
  const load = startLoad({ url, ratePerSecond, seed: 7, onTick, maxMs });
  const limit = setTimeout(resolve, maxMs);
  await enough;
  clearTimeout(limit);
  return load.stop();
};

describe("the fault of 1.2.0", () => {
  test("no sequential check sees it, and a few customers at the same time do", async () => {
    await using shop = await demoShop("1.2.0");

    // Started together, as a release may do; they take turns by themselves.
    const [regression, performance, security, features] = await Promise.all([
      reportOf("junit", "regression.mjs", shop.url),
      reportOf("k6", "performance.mjs", shop.url, "2"),
      reportOf("figures", "security.mjs", shop.url),
      reportOf("figures", "features.mjs", shop.url),
    ]);
    expect(regression.figures).toMatchObject({ failed: 0 });
    expect(performance.figures).toMatchObject({ errorRate: 0 });
    expect(performance.figures.p95Ms).toBeLessThan(200);
    expect(security.figures).toMatchObject({ failed: 0 });
    expect(features.figures).toMatchObject({ failed: 0 });

    const counts = await loadUntil(shop.url, 25, ({ appErrors }) => appErrors >= 5, 20_000);
    expect(counts.appErrors).toBeGreaterThanOrEqual(5);
    expect(counts.slowestMs).toBeGreaterThan(290);
    expect(counts).toMatchObject({ failedByHeadgate: 0, byVersion: { "1.2.0": counts.requests } });
  });

  test("1.1.0 serves the same customers without one error", async () => {
    await using shop = await demoShop("1.1.0");

    const counts = await loadUntil(shop.url, 100, ({ requests }) => requests >= 300, 20_000);

    expect(counts).toMatchObject({ failed: 0, byVersion: { "1.1.0": counts.requests } });
    expect(counts.requests).toBeGreaterThanOrEqual(300);
  });
});

describe("orders", () => {
  test("of two versions go into one book, and old ones stay as they are under traffic", async () => {
    await using home = await folder();
    await using old = await demoShop("1.0.0", { SHOP_DATA: home.path });
    await using young = await demoShop("1.1.0", { SHOP_DATA: home.path });
    const order = async (url: string): Promise<string> => {
      const answer = await fetch(`${url}/checkout`, { method: "POST", headers: { cookie: "cart=p-13.1" } });
      expect(answer.status).toBe(201);
      return ((await answer.json()) as { order: string }).order;
    };
    const round = (count: number): Promise<string[]> =>
      Promise.all(Array.from({ length: count }, (_, i) => order(i % 2 === 0 ? old.url : young.url)));

    const first = await round(40);
    const before = await json(`${young.url}/data/checksum?upto=40`);
    const later = await round(20);

    expect(before).toMatchObject({ count: 40 });
    expect(await json(`${old.url}/data/checksum?upto=40`)).toEqual(before);
    expect(await json(`${old.url}/data/checksum`)).not.toEqual(before);
    expect(await json(`${young.url}/orders/count`)).toEqual({ count: 60 });
    const lines = readFileSync(join(home.path, "orders.jsonl"), "utf8").trimEnd().split("\n");
    const stored = lines.map((line) => (JSON.parse(line) as { id: string }).id);
    expect(stored.toSorted()).toEqual([...first, ...later].toSorted());
  });
});

test("/version says what the starter said, and every answer what was built", async () => {
  await using shop = await demoShop("1.1.0", { HEADGATE_VERSION: "1.1.0-rc", HEADGATE_BUILD: "sha256:ab" });

  const answer = await fetch(`${shop.url}/version`);

  expect(await answer.json()).toEqual({ version: "1.1.0-rc", build: "sha256:ab", code: "1.1.0" });
  expect(answer.headers.get("x-shop-version")).toBe("1.1.0");
});

test("a shop that never becomes ready says so", async () => {
  await using shop = await demoShop("1.1.0", { SHOP_BREAK: "ready" });

  expect((await fetch(`${shop.url}/healthz`)).status).toBe(503);
});

test("SIGTERM: no new customers, the answer in flight is finished, and exit code 0", async () => {
  await using shop = await demoShop("1.1.0", { SHOP_BREAK: "latency" });
  const inFlight = request(`${shop.url}/product/p-1`, { headers: { connection: "keep-alive" } }).end();
  await once(inFlight, "finish");
  // Answered on another connection: the shop has read the first request by then.
  await fetch(`${shop.url}/healthz`);

  const exited = shop.stop();
  const [answer] = (await once(inFlight, "response")) as [IncomingMessage];
  answer.resume();

  expect(answer.statusCode).toBe(200);
  expect(answer.headers.connection).toBe("close");
  await expect(fetch(`${shop.url}/healthz`)).rejects.toThrow();
  expect(await exited).toBe(0);
});

describe("the load", () => {
  test("stops by itself, and stopping it again gives the same counts", async () => {
    await using shop = await demoShop("1.0.0");
    const load = startLoad({ url: shop.url, ratePerSecond: 200, seed: 1, maxMs: 500 });

    const counts = await load.finished;

    expect(counts.requests).toBeGreaterThan(60);
    expect(counts.failed).toBe(0);
    expect(counts).toEqual(await load.stop());
    expect(counts.p95Ms).toBeLessThanOrEqual(counts.slowestMs * 1.02);
  });

  test("blames the way to the shop when nobody is there", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const counts = await loadUntil(url, 100, ({ requests }) => requests > 0, 5_000);

    expect(counts.requests).toBeGreaterThan(0);
    expect(counts).toMatchObject({ failed: counts.requests, failedByHeadgate: counts.requests, appErrors: 0 });
    expect(counts.byVersion).toEqual({});
  });

  test("a rate of 0 is refused", () => {
    expect(() => startLoad({ url: "http://127.0.0.1:1", ratePerSecond: 0, seed: 1 })).toThrow(RangeError);
  });
});
