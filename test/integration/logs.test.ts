import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import type { RequirementStatus } from "../../src/domain/process/status.ts";
import { instant, millis } from "../../src/domain/units.ts";
import { freePort } from "../../src/free-port.ts";
import { type LogSettings, log } from "../../src/probes/catalogue/log.ts";
import { processOf } from "../support/default-check.ts";
import { elasticsearchServer } from "../support/elasticsearch-server.ts";
import { folder } from "../support/folder.ts";
import { lokiServer } from "../support/loki-server.ts";
import { type Service, startService } from "../support/service.ts";
import { soon } from "../support/split.ts";
import { until } from "../support/until.ts";

const check = "checklist.logs";
const program = fileURLToPath(new URL("../support/logged-service.mjs", import.meta.url));

type Logged = AsyncDisposable & {
  readonly url: string;
  /** Where the collected lines lie. */
  readonly store: string;
  stopShipper(): Promise<void>;
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
};

/** A real service with its access log, and a real shipper that carries each line of it into the store. */
const logged = async (dir: string, name: string): Promise<Logged> => {
  await using stack = new AsyncDisposableStack();
  const [source, store] = [join(dir, `${name}.access.log`), join(dir, `${name}.collected.log`)];
  await writeFile(source, "");
  const port = await freePort();
  const service = spawn(process.execPath, [program, String(port), source], { stdio: "ignore" });
  stack.defer(() => ended(service));
  const to = stack.use(await open(store, "a"));
  const shipper = spawn("tail", ["-n", "+1", "-F", source], { stdio: ["ignore", to.fd, "ignore"] });
  stack.defer(() => ended(shipper));
  const url = `http://127.0.0.1:${port}`;
  await until(`${name} answers`, async () => (await fetch(url).catch(() => null))?.ok === true);
  const whole = stack.move();
  return { url, store, stopShipper: () => ended(shipper), [Symbol.asyncDispose]: () => whole.disposeAsync() };
};

const seen = async ({ engine, id }: Service): Promise<RequirementStatus> =>
  (await engine.status(id)).view.requirements.find((one) => one.id === check)!;

const asked = async (service: Service): Promise<RequirementStatus> => {
  const last = (await service.release()).evidence[check]?.at ?? 0;
  await service.engine.command(service.id, { kind: "human", id: "ada" }, { type: "RequestCheck", requirement: check });
  await until("it was asked", async () => ((await service.release()).evidence[check]?.at ?? 0) > last, 20_000);
  return await seen(service);
};

const first = async (service: Service): Promise<RequirementStatus> => {
  await until("it was asked", async () => (await seen(service)).state !== "missing", 20_000);
  return await seen(service);
};

describe("logs of real processes, collected in files", () => {
  test("R42: with one shipper stopped the item fails and names that service, and no other", async () => {
    await using dir = await folder();
    await using shop = await logged(dir.path, "shop");
    await using cart = await logged(dir.path, "cart");
    const service = (name: string, { url, store }: Logged) => ({
      name,
      emit: { get: `${url}/find?x={marker}` },
      store: { driver: "file", files: [store] },
      within: "2s",
    });
    await using release = await startService({
      process: processOf(check),
      config: { logs: { services: [service("shop", shop), service("cart", cart)] } },
    });
    await using _conductor = release.conduct();
    expect(await first(release)).toMatchObject({ state: "pass" });

    await cart.stopShipper();

    expect(await asked(release)).toMatchObject({
      state: "fail",
      reason: "the marker of 1 services did not reach the log store: cart",
    });
    const report = (await release.release()).evidence[check]?.report;
    expect(report?.figures).toMatchObject({ services: 2, silent: 1, unseen: 0 });
    expect(report?.findings).toMatchObject([
      { where: cart.store, title: expect.stringMatching(/^cart: .*within 2 s$/) },
    ]);
  });

  test("R42: a service that does not answer, or a store that is not there, is an error and no verdict", async () => {
    await using dir = await folder();
    await using shop = await logged(dir.path, "shop");
    const store = { driver: "file", files: [join(dir.path, "*.nowhere")] };
    const dead = `http://127.0.0.1:${await freePort()}/{marker}`;
    await using release = await startService({
      process: processOf(check),
      config: {
        logs: {
          services: [
            { name: "shop", emit: { get: `${shop.url}/{marker}` }, store, within: "1s" },
            { name: "cart", emit: { get: dead }, store: { ...store, files: [shop.store] }, within: "1s" },
          ],
        },
      },
    });
    await using _conductor = release.conduct();

    const { state, reason } = await first(release);

    expect(state).toBe("error");
    expect(reason).toMatch(/shop: The log in .* could not look: no file is there/);
    expect(reason).toMatch(/cart: The marker for cart could not look: its request was not answered/);
  });

  test("R42: by default the service itself is asked through its router, and a command may write the marker instead", async () => {
    await using release = await startService({
      process: processOf(check),
      config: {
        logs: {
          services: [
            { name: "shop", store: { driver: "file", files: ["nothing.log"] }, within: "1s" },
            {
              name: "batch",
              emit: { command: ["sh", "-c", 'echo "started {marker}" >> batch.log'] },
              store: { driver: "file", files: ["batch.lo*"] },
              within: "2s",
            },
          ],
        },
      },
    });
    await release.shell.write("nothing.log", "yesterday\n");
    await using _conductor = release.conduct();

    // The test service logs nothing, and so is silent; the command's marker is there.
    expect((await first(release)).reason).toBe("the marker of 1 services did not reach the log store: shop");
  });

  test("without logs: the check is an error that says what to write", async () => {
    await using release = await startService({ process: processOf(check) });
    await using _conductor = release.conduct();
    expect(await first(release)).toMatchObject({ state: "error", reason: expect.stringContaining("has no logs:") });
  });
});

const marker = "headgate0123456789abcdef";
const settings = (store: LogSettings["store"], within = 1_500): LogSettings => ({
  name: "shop",
  store,
  text: marker,
  from: instant(Date.now()),
  within: millis(within),
});

describe("a log in files", () => {
  test("is found after a rotation, and near the end of a large file", async () => {
    await using dir = await folder();
    const path = join(dir.path, "app.log");
    await writeFile(path, `${"x".repeat(1_000)}\n`.repeat(9_000));
    const store = { driver: "file", files: [join(dir.path, "app.log*")] } as const;
    expect((await log(settings(store, 100), soon())).figures).toMatchObject({ failed: 1, found: 0 });

    await writeFile(path, `GET /?x=${marker}\n`, { flag: "a" });
    expect((await log(settings(store), soon())).figures).toMatchObject({ failed: 0, found: 1 });

    await rename(path, `${path}.1`);
    await writeFile(path, "fresh\n");
    expect((await log(settings(store), soon())).figures).toMatchObject({ failed: 0, found: 1 });
  });
});

afterEach(() => {
  delete process.env.HEADGATE_TEST_STORE;
});

describe("Loki, by what its HTTP API promises", () => {
  const labels = { app: "shop", env: "production" };
  const storeOf = (url: string) => ({
    driver: "loki" as const,
    url,
    selector: '{app="shop"}',
    tenant: "t1",
    authorization: "$HEADGATE_TEST_STORE",
  });

  test("R42: a line that is indexed late is found, past a thousand others; another service's is not", async () => {
    process.env.HEADGATE_TEST_STORE = "Bearer loki-pass";
    await using loki = await lokiServer({ authorization: "Bearer loki-pass", tenant: "t1" });
    for (let i = 0; i < 1_000; i++) loki.push(labels, `GET /other/${i}`);
    loki.push({ ...labels, app: "cart" }, `GET /?x=${marker}`);
    loki.push(labels, `GET /?x=${marker}`, { at: Date.now() - 7_200_000 });
    expect((await log(settings(storeOf(loki.url), 600), soon())).figures).toMatchObject({ failed: 1, found: 0 });

    loki.push(labels, `GET /?x=${marker}`, { late: 700 });
    const { figures } = await log(settings(storeOf(loki.url), 5_000), soon());
    expect(figures).toMatchObject({ failed: 0, found: 1 });
    expect(figures.waitedMs).toBeGreaterThan(400);
  });

  test("a Loki that is down, refuses, or is asked wrongly could not be looked at; one that recovers was", async () => {
    await using loki = await lokiServer({ authorization: "Bearer loki-pass", tenant: "t1" });
    const look = (more: object = {}) => log(settings({ ...storeOf(loki.url), ...more }, 600), soon());
    await expect(look()).rejects.toThrow("the variable $HEADGATE_TEST_STORE is not set");
    process.env.HEADGATE_TEST_STORE = "Bearer wrong-pass";
    const error: unknown = await look().catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "PROBE_FAILED", message: expect.stringContaining("401: unauthorized") });
    expect(JSON.stringify(error) + String(error)).not.toContain("wrong-pass");
    process.env.HEADGATE_TEST_STORE = "Bearer loki-pass";
    await expect(look({ tenant: null })).rejects.toThrow("401: no org id");
    await expect(look({ selector: '{app="shop"} shop' })).rejects.toThrow("400: parse error");

    loki.push(labels, marker);
    loki.refuse(429);
    await expect(look()).rejects.toThrow("429: too many outstanding requests");
    const later = log(settings(storeOf(loki.url), 5_000), soon());
    loki.refuse(null);
    expect((await later).figures.failed).toBe(0);
    await loki.stop();
    await expect(look()).rejects.toMatchObject({ code: "PROBE_FAILED" });
  });
});

describe("Elasticsearch and OpenSearch, by what their search API promises", () => {
  const storeOf = (url: string, more: object = {}) => ({
    driver: "elasticsearch" as const,
    url,
    index: "logs-*",
    field: null,
    authorization: null,
    ...more,
  });

  test("R42: a document that is indexed late is found, in any field or in one; half a marker is none", async () => {
    await using store = await elasticsearchServer();
    store.index("logs-shop", { message: `GET /?x=${marker.slice(0, -1)}`, app: "shop" });
    expect((await log(settings(storeOf(store.url), 600), soon())).figures).toMatchObject({ failed: 1 });

    store.index("logs-shop", { message: `GET /?x=${marker} 200`, app: "shop" }, 700);
    expect((await log(settings(storeOf(store.url), 5_000), soon())).figures).toMatchObject({ failed: 0, found: 1 });
    const inField = (field: string) => log(settings(storeOf(store.url, { field }), 300), soon());
    expect((await inField("message")).figures.failed).toBe(0);
    expect((await inField("app")).figures.failed).toBe(1);
  });

  test("T54: half a search proves nothing: failed shards, a time-out, no index, no permission are errors", async () => {
    await using store = await elasticsearchServer("ApiKey pass");
    process.env.HEADGATE_TEST_STORE = "ApiKey pass";
    const authorization = "$HEADGATE_TEST_STORE";
    const look = (more: object = {}) => log(settings(storeOf(store.url, { authorization, ...more }), 300), soon());
    await expect(look()).rejects.toThrow("no index of this name is there");
    await expect(look({ index: "logs-shop" })).rejects.toThrow("404");
    await expect(look({ authorization: null })).rejects.toThrow("401");
    store.index("logs-shop", { message: "GET /" });
    store.ail("shards");
    await expect(look()).rejects.toThrow("1 of 1 shards could not be searched");
    store.ail("timeout");
    await expect(look()).rejects.toThrow("timed out");
    store.ail(null);
    expect((await look()).figures.failed).toBe(1);
    await store.stop();
    await expect(look()).rejects.toMatchObject({ code: "PROBE_FAILED" });
  });
});
