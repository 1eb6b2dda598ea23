import { readFile, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Digest, percent } from "../../src/domain/units.ts";
import { nginxTraffic } from "../../src/drivers/traffic/nginx/driver.ts";
import { freePort } from "../../src/free-port.ts";
import { hasNginx, type NginxWorld, nginxWorld } from "../support/nginx.ts";
import { fetched, soon, textOf } from "../support/split.ts";

const builds = ({ baseline, candidate }: NginxWorld): readonly Digest[] => [baseline.build, candidate.build];

/** Over a connection of its own: how a client without keep-alive asks. */
const once = (
  url: string,
  method = "GET",
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false, signal: soon() }, async (answer) =>
      resolve({ status: answer.statusCode!, text: await textOf(answer) }),
    );
    asked.on("error", reject);
    asked.end();
  });

describe.runIf(hasNginx)("nginx, changing its routes", () => {
  test("once a change is acknowledged no worker serves the old routes, and clients without kept connections lose nothing", async () => {
    await using w = await nginxWorld();
    await w.traffic.set(w.routes(0), [1, 1], soon());
    const load = { over: false, others: [] as string[], count: 0 };
    const loading = (async () => {
      while (!load.over) {
        const answer = await once(w.url).catch((error: Error) => ({ status: 0, text: error.message }));
        load.count++;
        if (answer.status !== 200) load.others.push(`${answer.status} ${answer.text}`);
      }
    })();
    for (const weight of [100, 0, 100, 0, 100, 0]) {
      await w.traffic.set(w.routes(weight), [1, 1], soon());
      const texts = await Promise.all(Array.from({ length: 40 }, async () => (await once(w.url)).text));
      expect(new Set(texts)).toEqual(new Set([weight === 100 ? "candidate" : "baseline"]));
    }
    load.over = true;
    await loading;

    expect(load.others).toEqual([]);
    expect(load.count).toBeGreaterThan(50);
  });

  test("a request in flight over a change is finished by the build that has it", async () => {
    await using w = await nginxWorld();
    await w.traffic.set(w.routes(100), [1, 1], soon());
    const slow = fetched(`${w.url}/slow/800`);
    await once(w.url);
    await w.traffic.set(w.routes(0), [1, 1], soon());

    expect(await fetched(w.url)).toBe("baseline");
    expect(await slow).toBe("candidate");
  });

  test("a newer fence alone costs no reload, is kept, and refuses the older one", async () => {
    await using w = await nginxWorld();
    await w.traffic.set(w.routes(30), [1, 1], soon());
    const reloads = async (): Promise<number> => (await w.errors()).split("signal process started").length;
    const before = await reloads();
    await w.traffic.set(w.routes(30), [5, 0], soon());

    expect(await reloads()).toBe(before);
    await expect(w.traffic.set(w.routes(40), [4, 9], soon())).rejects.toMatchObject({ code: "DRIVER_FENCED" });
    expect(await w.traffic.read(soon())).toEqual(w.routes(30));
  });

  test("the fence and the way to the routes outlive a loss of Headgate's own folder", async () => {
    await using w = await nginxWorld();
    await w.traffic.set(w.routes(30), [5, 0], soon());
    const elsewhere = nginxTraffic({ ...w.settings, stateFolder: `${w.settings.stateFolder}-2` });

    await expect(elsewhere.read(soon())).rejects.toMatchObject({ code: "DRIVER_FAILED" });
    await expect(elsewhere.set(w.routes(40), [4, 9], soon())).rejects.toMatchObject({ code: "DRIVER_FENCED" });
    await elsewhere.set(w.routes(40), [5, 0], soon());
    expect(await elsewhere.read(soon())).toEqual(w.routes(40));
  });

  test("two environments share one nginx", async () => {
    await using w = await nginxWorld();
    const listen = { host: "127.0.0.1", port: await freePort() };
    const settings = { ...w.settings, listen, folder: w.others, stateFolder: `${w.settings.stateFolder}-2` };
    await w.traffic.set(w.routes(0), [1, 1], soon());
    await nginxTraffic(settings).set(w.routes(100), [1, 1], soon());

    expect(await fetched(w.url)).toBe("baseline");
    expect(await fetched(`http://127.0.0.1:${listen.port}`)).toBe("candidate");
    expect(await w.traffic.read(soon())).toEqual(w.routes(0));
  });

  test("the routes of three hundred instances are read back, too", async () => {
    await using w = await nginxWorld();
    const endpoints = Array.from({ length: 300 }, (_, i) => `127.0.1.${i % 250}:${10_000 + i}`);
    const [first, second] = builds(w);
    const routes = [
      { build: first!, endpoints, weight: percent(99.5) },
      { build: second!, endpoints: ["[::1]:9000"], weight: percent(0.5) },
    ];
    await w.traffic.set(routes, [1, 1], soon());

    expect(await w.traffic.read(soon())).toEqual(routes);
  });
});

describe.runIf(hasNginx)("nginx, passing requests on", () => {
  test("the instance learns who asked, for which host, and nothing of Headgate's own path", async () => {
    await using w = await nginxWorld();
    await w.traffic.set(w.routes(0), [1, 1], soon());
    const sent = { host: "shop.example.test", "x-forwarded-proto": "https" };
    const { headers } = JSON.parse((await once(`${w.url}/upload`, "POST", sent)).text) as { headers: object };

    expect(headers).toMatchObject({
      host: "shop.example.test",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "https",
    });
    expect((await once(`${w.url}/.headgate/guessed`)).status).toBe(404);
  });

  test("whatever is in a cohort's value, exactly that value is meant", async () => {
    await using w = await nginxWorld();
    const value = `a"b'c\\d$e;{f} ~*.g`;
    const [first, second] = w.routes(0);
    const routes = [first!, { ...second!, cohort: { by: "header", name: "X-Team-Id", value } as const }];
    await w.traffic.set(routes, [1, 1], soon());

    expect(await w.traffic.read(soon())).toEqual(routes);
    expect((await once(w.url, "GET", { "x-team-id": value })).text).toBe("candidate");
    for (const other of [value.toUpperCase(), `${value}x`, value.replace(".", "x")])
      expect((await once(w.url, "GET", { "x-team-id": other })).text).toBe("baseline");
  });

  test("an instance that is gone costs nobody an answer, not even a POST; what may have been done is not repeated", async () => {
    await using w = await nginxWorld();
    await w.traffic.set(w.routes(50), [1, 1], soon());
    const died = await Promise.all(Array.from({ length: 10 }, () => once(`${w.url}/die`, "POST")));
    expect(died.map(({ status }) => status)).toEqual(Array(10).fill(502));

    await w.candidate.kill();
    const answers = await Promise.all(Array.from({ length: 40 }, () => once(`${w.url}/upload`, "POST")));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
  });

  test("a WebSocket passes, and holds the drain of its instance until it ends", async () => {
    await using w = await nginxWorld();
    await w.traffic.set(w.routes(100), [1, 1], soon());
    const asked = request(w.url, { agent: false, headers: { connection: "upgrade", upgrade: "echo" } });
    const upgraded = new Promise<import("node:stream").Duplex>((resolve) =>
      asked.once("upgrade", (_, socket) => resolve(socket)),
    );
    asked.end();
    const socket = await upgraded;
    await w.traffic.set(w.routes(0), [1, 1], soon());
    const ours = [w.candidate.endpoint];

    await expect(w.traffic.drain(ours, AbortSignal.timeout(500))).rejects.toMatchObject({ code: "DRIVER_FAILED" });
    const echoed = new Promise((resolve) => socket.once("data", resolve));
    socket.write("still there");
    expect(String(await echoed)).toBe("still there");
    socket.destroy();
    await w.traffic.drain(ours, soon());
  });
});

describe.runIf(hasNginx)("nginx, when it does not do what it was told", () => {
  test("what is written and was not taken is not what is served", async () => {
    await using w = await nginxWorld();
    await w.traffic.set(w.routes(100), [1, 1], soon());
    const path = join(w.settings.folder, "headgate.conf");
    const taken = await readFile(path, "utf8");
    await w.traffic.set(w.routes(0), [1, 1], soon());
    await writeFile(path, taken); // as after a crash between the writing and the reload

    expect(await w.traffic.read(soon())).toEqual(w.routes(0));
    await w.traffic.set(w.routes(100), [1, 1], soon());
    expect(await fetched(w.url)).toBe("candidate");
  });

  test("somebody else's broken file: the old routes stay, and nginx's own words say why", async () => {
    await using w = await nginxWorld();
    await w.traffic.set(w.routes(0), [1, 1], soon());
    const before = await readFile(join(w.settings.folder, "headgate.conf"), "utf8");
    const broken = join(w.others, "broken.conf");
    await writeFile(broken, "serve { nothing }\n");

    await expect(w.traffic.set(w.routes(100), [1, 2], soon())).rejects.toMatchObject({
      code: "DRIVER_FAILED",
      detail: { driver: "nginx", problem: expect.stringMatching(/unknown directive "serve" in .*broken\.conf:1/) },
    });
    expect(await w.traffic.read(soon())).toEqual(w.routes(0));
    expect(await fetched(w.url)).toBe("baseline");
    expect(await readFile(join(w.settings.folder, "headgate.conf"), "utf8")).toBe(before);

    await writeFile(broken, "");
    await w.traffic.set(w.routes(100), [1, 2], soon());
    expect(await fetched(w.url)).toBe("candidate");
  });

  test("a port that somebody else has: it says so, and leaves no file that would stop the next start", async () => {
    await using w = await nginxWorld();
    const port = Number(w.baseline.endpoint.split(":")[1]);
    const settings = { ...w.settings, listen: { host: "127.0.0.1", port } };

    await expect(nginxTraffic(settings).set(w.routes(0), [1, 1], soon())).rejects.toMatchObject({
      code: "DRIVER_FAILED",
      detail: { problem: expect.stringContaining("does not serve") },
    });
    await expect(readFile(join(w.settings.folder, "headgate.conf"))).rejects.toMatchObject({ code: "ENOENT" });
    expect(await nginxTraffic(settings).read(soon())).toEqual([]);
  });

  test("T28: killed, it is a failure and not an empty answer; started again, it has its last routes", async () => {
    await using w = await nginxWorld();
    await w.traffic.set(w.routes(25), [1, 1], soon());
    await w.kill();

    for (const call of [w.traffic.read(soon()), w.traffic.drain([w.candidate.endpoint], soon())])
      await expect(call).rejects.toMatchObject({ code: "DRIVER_FAILED" });
    await w.start();
    expect(await w.traffic.read(soon())).toEqual(w.routes(25));
  });

  test.each([
    ["a side with traffic and without an instance", { endpoints: [] }, "no instance"],
    ["a header that cannot be named", { cohort: { by: "header", name: "x;y", value: "a" } }, "x;y"],
    ["a cohort that is everybody", { cohort: { by: "cookie", name: "a", value: "" } }, "value"],
  ] as const)("%s is refused before anything is touched", async (_, change, words) => {
    await using w = await nginxWorld();
    const [first, second] = w.routes(50);

    await expect(w.traffic.set([first!, { ...second!, ...change }], [1, 1], soon())).rejects.toMatchObject({
      code: "DRIVER_FAILED",
      detail: { problem: expect.stringContaining(words) },
    });
    expect(await w.traffic.read(soon())).toEqual([]);
  });
});
