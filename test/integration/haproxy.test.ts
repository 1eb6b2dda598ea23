import { request } from "node:http";
import { Agent, request as requestBy } from "undici";
import { describe, expect, test } from "vitest";
import { percent } from "../../src/domain/units.ts";
import type { Route } from "../../src/drivers/port.ts";
import { ask } from "../../src/drivers/traffic/haproxy/ask.ts";
import { haproxyTraffic } from "../../src/drivers/traffic/haproxy/driver.ts";
import { type HaproxyWorld, haproxyWorld, hasHaproxy } from "../support/haproxy.ts";
import { buildOf, fetched, send, soon, textOf } from "../support/split.ts";
import { backend } from "../support/start-backend.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { until } from "../support/until.ts";

const failing = { code: "DRIVER_FAILED" };
const staff = { by: "header", name: "X-Cohort", value: "staff" } as const;

const members = (w: HaproxyWorld, weight: number): readonly Route[] => {
  const [first, second] = w.routes(weight);
  return [first!, { ...second!, cohort: staff }];
};

const expectInForce = async (w: HaproxyWorld, routes: readonly Route[]): Promise<void> => {
  expect(await w.traffic.read(soon())).toEqual(routes);
  const candidate = routes[1]?.weight ?? 0;
  await expectShare(w, candidate);
  if (routes[1]?.cohort !== undefined)
    expect(await send(w.url, 20, { "x-cohort": "staff" })).toEqual({ candidate: 20 });
};

/** Other clients take turns, too: then it is within four standard deviations. */
const expectShare = async (w: HaproxyWorld, weight: number): Promise<void> => {
  const off = ((await send(w.url, 400)).candidate ?? 0) - 4 * weight;
  expect(Math.abs(off)).toBeLessThanOrEqual(4 * Math.sqrt(400 * (weight / 100) * (1 - weight / 100)));
};

describe.runIf(hasHaproxy)("HAProxy, under load of clients that keep their connections", () => {
  test("100 blue-green switches and a canary ramp lose no request, and what is acknowledged is what is served", async () => {
    await using w = await haproxyWorld();
    await w.traffic.set(w.routes(0), [1, 1], soon());
    await using load = steadyLoad(w.url, 8);
    for (let i = 0; i < 100; i++) {
      await w.traffic.set(w.routes(i % 2 === 0 ? 100 : 0), [1, 1], soon());
      expect(await fetched(w.url)).toBe(i % 2 === 0 ? "candidate" : "baseline");
    }
    for (const weight of [1, 5, 10, 25, 50, 75, 90, 99, 100]) {
      await w.traffic.set(w.routes(weight), [1, 1], soon());
      await expectInForce(w, w.routes(weight));
    }
    const { failed, byVersion } = await load.stop();

    expect(failed).toEqual([]);
    expect(Math.min(byVersion.baseline!, byVersion.candidate!)).toBeGreaterThan(100);
  });

  test("a reload loses no request, and keeps weights, cohort and routes", async () => {
    await using w = await haproxyWorld();
    await w.traffic.set(members(w, 25), [1, 1], soon());
    await using load = steadyLoad(w.url, 8);
    for (let i = 0; i < 3; i++) {
      await w.reload();
      await expectInForce(w, members(w, 25));
    }
    const { failed } = await load.stop();

    expect(failed).toEqual([]);
  });
});

describe.runIf(hasHaproxy)("HAProxy, when it or its conductor ends", () => {
  test("T28: killed, it is a failure and not an empty answer; started again, it has weights, cohort and routes", async () => {
    await using w = await haproxyWorld();
    await w.traffic.set(members(w, 25), [3, 1], soon());
    await w.kill();

    await expect(w.traffic.read(soon())).rejects.toMatchObject(failing);
    await expect(w.traffic.set(w.routes(0), [3, 1], soon())).rejects.toMatchObject(failing);
    await expect(w.traffic.drain([w.candidate.endpoint], soon())).rejects.toMatchObject(failing);
    await w.start();
    await expectInForce(w, members(w, 25));
    await expect(w.traffic.set(w.routes(0), [2, 9], soon())).rejects.toMatchObject({ code: "DRIVER_FENCED" });
  });

  test("killed while it is closed, it comes back closed", async () => {
    await using w = await haproxyWorld();
    await w.traffic.set(w.routes(100), [1, 1], soon());
    await w.traffic.set([], [1, 1], soon());
    await w.kill();
    await w.start();

    expect(await w.traffic.read(soon())).toEqual([]);
    expect((await fetch(w.url, { signal: soon() })).status).toBe(503);
    await w.traffic.set(w.routes(0), [1, 1], soon());
    await expectInForce(w, w.routes(0));
  });

  test("T38: of two conductors with one HAProxy the older is refused, even at the same moment", async () => {
    await using w = await haproxyWorld();
    const other = haproxyTraffic(w.settings);
    await w.traffic.set(w.routes(0), [1, 1], soon());
    const both = await Promise.allSettled([
      w.traffic.set(w.routes(10), [1, 2], soon()),
      other.set(w.routes(90), [1, 3], soon()),
    ]);

    expect(both[1].status).toBe("fulfilled");
    expect(await w.traffic.read(soon())).toEqual(w.routes(90));
    await expect(w.traffic.set(w.routes(10), [1, 2], soon())).rejects.toMatchObject({ code: "DRIVER_FENCED" });
  });

  test("T1: after an abort the candidate's weight reads 0 from HAProxy itself, and it gets nothing", async () => {
    await using w = await haproxyWorld();
    await w.traffic.set(w.routes(50), [1, 1], soon());
    await w.traffic.set(w.routes(0), [1, 1], soon());

    // A driver that knows nothing reads the same.
    expect(await haproxyTraffic(w.settings).read(soon())).toEqual(w.routes(0));
    expect(await send(w.url, 100)).toEqual({ baseline: 100 });
  });

  test("what was changed behind our back is what is read", async () => {
    await using w = await haproxyWorld();
    await w.traffic.set(w.routes(50), [1, 1], soon());
    await ask(w.settings.socket, `set server headgate-${w.settings.listen.port}-b/s1 state maint`, soon());

    expect(await w.traffic.read(soon())).toMatchObject([{ endpoints: [w.baseline.endpoint] }, { endpoints: [] }]);
    await w.traffic.set(w.routes(50), [1, 1], soon());
    await expectInForce(w, w.routes(50));
  });
});

describe.runIf(hasHaproxy)("HAProxy, with instances that come and go", () => {
  test("T3: no weight to a side without an instance that answers; the old routes stay", async () => {
    await using w = await haproxyWorld();
    await w.traffic.set(w.routes(0), [1, 1], soon());
    const [first, second] = w.routes(100);
    await expect(w.traffic.set([first!, { ...second!, endpoints: [] }], [1, 1], soon())).rejects.toMatchObject(failing);

    await w.candidate.kill();
    const b = `headgate-${w.settings.listen.port}-b`;
    await until("HAProxy sees it", async () =>
      / s1 127\.0\.0\.1 0 /.test(await ask(w.settings.socket, `show servers state ${b}`, soon())),
    );
    await expect(w.traffic.set(w.routes(100), [1, 1], soon())).rejects.toMatchObject({
      detail: { problem: expect.stringContaining("cannot reach any") },
    });
    expect(await w.traffic.read(soon())).toEqual(w.routes(0));
    expect(await send(w.url, 50)).toEqual({ baseline: 50 });
  });

  test("T5: its place is free only once an instance has drained, and rollouts follow each other in the same places", async () => {
    await using w = await haproxyWorld();
    await using third = await backend("third");
    const next: Route = { build: buildOf("c"), endpoints: [third.endpoint], weight: percent(100) };
    await w.traffic.set(w.routes(100), [1, 1], soon());
    const slow = fetched(`${w.url}/slow/800`);
    const states = async (): Promise<string> => await ask(w.settings.socket, "show servers state", soon());
    const at = new RegExp(`-b 1 s1 127\\.0\\.0\\.1 \\d (\\d+) .*${w.candidate.endpoint.split(":")[1]}`);
    await until("it is in flight", async () => (await ask(w.settings.socket, "show sess", soon())).includes("-b"));
    await w.traffic.set([next], [1, 1], soon());

    expect(Number(at.exec(await states())![1]) & 8).toBe(8); // drains
    expect(await slow).toBe("candidate");
    await w.traffic.drain([w.candidate.endpoint], soon());
    expect(Number(at.exec(await states())![1]) & 1).toBe(1); // free
    for (let i = 0; i < 6; i++) {
      await w.traffic.set(w.routes(100), [1, 1], soon());
      await w.traffic.set([next], [1, 1], soon());
    }
    expect(await w.traffic.read(soon())).toEqual([next]);
    expect(await send(w.url, 50)).toEqual({ third: 50 });
  });

  test("more instances than places: it says how to get more, and the old routes stay", async () => {
    await using w = await haproxyWorld();
    await w.traffic.set(w.routes(0), [1, 1], soon());
    const endpoints = [1, 2, 3, 4, 5].map((i) => `127.0.0.${i}:9`);
    const routes = [w.routes(0)[0]!, { build: buildOf("c"), endpoints, weight: percent(0) }];

    await expect(w.traffic.set(routes, [1, 1], soon())).rejects.toMatchObject({
      detail: { fix: expect.stringContaining("--slots") },
    });
    await expectInForce(w, w.routes(0));
  });

  test("an instance that is gone costs nobody an answer; what may have been done is not repeated", async () => {
    await using w = await haproxyWorld();
    await using second = await backend("candidate");
    const [first, last] = w.routes(50);
    const endpoints = [w.candidate.endpoint, second.endpoint];
    await w.traffic.set([first!, { ...last!, endpoints }], [1, 1], soon());
    const post = (page: string) => once(`${w.url}/${page}`, "POST");
    const died = await Promise.all(Array.from({ length: 10 }, () => post("die")));
    expect(died.map(({ status }) => status)).toEqual(Array(10).fill(502));

    await w.candidate.kill();
    const answers = await Promise.all(Array.from({ length: 40 }, () => post("upload")));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
  });

  test("instances are named and ordered as they were given, a name of a host included", async () => {
    await using w = await haproxyWorld();
    const [first, last] = w.routes(50);
    const endpoints = ["[::1]:9", w.candidate.endpoint.replace("127.0.0.1", "localhost"), "127.0.0.9:9"];
    for (const given of [endpoints, endpoints.toReversed()]) {
      const routes = [{ ...last!, endpoints: given }, first!];
      await w.traffic.set(routes, [1, 1], soon());
      expect(await w.traffic.read(soon())).toEqual(routes);
    }
  });
});

describe.runIf(hasHaproxy)("HAProxy, with a cookie that names users", () => {
  test("of 2,000 users nobody falls back while the share grows, and those without the cookie follow the weights", async () => {
    await using w = await haproxyWorld("uid");
    const met = new Set<number>();
    for (const weight of [0, 5, 10, 25, 50, 100]) {
      await w.traffic.set(w.routes(weight), [1, 1], soon());
      const now = await candidates(w, 2_000);
      expect([...met].filter((user) => !now.has(user))).toEqual([]);
      expect(Math.abs(now.size / 20 - weight)).toBeLessThan(3.5); // 3 standard deviations of 2,000 users
      for (const user of now) met.add(user);
      await expectShare(w, weight);
    }
  });
});

/** The users whom the candidate answers. */
const candidates = async (w: HaproxyWorld, users: number): Promise<ReadonlySet<number>> => {
  const dispatcher = new Agent({ connections: 8 });
  const seen = new Set<number>();
  let next = 0;
  const ask = async (): Promise<void> => {
    for (let user = next++; user < users; user = next++) {
      const headers = { cookie: `theme=dark; uid=user-${user}` };
      const { body } = await requestBy(w.url, { headers, dispatcher, signal: soon() });
      if ((await body.text()) === "candidate") seen.add(user);
    }
  };
  await Promise.all(Array.from({ length: 8 }, ask));
  await dispatcher.close();
  return seen;
};

/** Over a connection of its own. */
const once = (url: string, method: string): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { method, agent: false, signal: soon() }, async (answer) =>
      resolve({ status: answer.statusCode!, text: await textOf(answer) }),
    );
    asked.on("error", reject);
    asked.end();
  });
