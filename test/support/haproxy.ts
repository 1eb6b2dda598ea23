import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { haproxyConfig } from "../../src/documents/haproxy-config.ts";
import { type Digest, instant, percent } from "../../src/domain/units.ts";
import type { MetricsDriver, Route, TrafficDriver } from "../../src/drivers/port.ts";
import { ask } from "../../src/drivers/traffic/haproxy/ask.ts";
import { haproxyTraffic } from "../../src/drivers/traffic/haproxy/driver.ts";
import { haproxyMetrics } from "../../src/drivers/traffic/haproxy/metrics.ts";
import type { HaproxySettings } from "../../src/drivers/traffic/haproxy/settings.ts";
import { freePort } from "../../src/free-port.ts";
import { folder } from "./folder.ts";
import { buildOf, soon } from "./split.ts";
import { type Backend, backend } from "./start-backend.ts";
import { until } from "./until.ts";

export const hasHaproxy = spawnSync("haproxy", ["-v"]).status === 0;

export type Haproxy = AsyncDisposable & {
  readonly settings: HaproxySettings;
  readonly traffic: TrafficDriver;
  readonly metrics: MetricsDriver;
  readonly url: string;
  start(): Promise<void>;
  /** kill -9 of the master and its workers. */
  kill(): Promise<void>;
  /** A reload, as an administrator does it; resolves when the new worker answers. */
  reload(): Promise<void>;
};

/** A real HAProxy with exactly the configuration that is printed; nothing is routed yet. */
export const haproxy = async (
  sticky: string | null = null,
  change: (config: string) => string = (config) => config,
): Promise<Haproxy> => {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await folder());
  const [listen, log] = [await freePort(), await freePort()].map((port) => ({ host: "127.0.0.1", port }));
  const settings: HaproxySettings = {
    listen: listen!,
    log: log!,
    socket: join(dir.path, "admin.sock"),
    folder: join(dir.path, "headgate"),
    now: () => instant(Date.now()),
  };
  await mkdir(settings.folder);
  for (const name of ["routes.map", "cohorts.map", "servers.state"]) await writeFile(join(settings.folder, name), "");
  const config = join(dir.path, "haproxy.cfg");
  const plane = { ...settings, environment: "production", sticky, ready: "/healthz", slots: 4 };
  await writeFile(config, change(haproxyConfig(plane)));
  const running = process_(dir.path, config, settings.socket);
  stack.defer(() => running.kill());
  await running.start();
  const all = stack.move();
  return {
    settings,
    traffic: haproxyTraffic(settings),
    metrics: haproxyMetrics(settings),
    url: `http://127.0.0.1:${listen!.port}`,
    ...running,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
};

const process_ = (dir: string, config: string, socket: string): Pick<Haproxy, "start" | "kill" | "reload"> => {
  const masterSocket = join(dir, "master.sock");
  let master: ChildProcess | null = null;
  const worker = async (): Promise<string | null> =>
    /^Pid: (\d+)/m.exec(await ask(socket, "show info", soon()).catch(() => ""))?.[1] ?? null;
  return {
    async start() {
      // A process group of its own, so that its workers can be killed with it.
      master = spawn("haproxy", ["-W", "-S", masterSocket, "-f", config], {
        detached: true,
        stdio: "ignore",
      });
      await once(master, "spawn");
      await until("HAProxy answers", async () => (await worker()) !== null);
    },
    async kill() {
      if (master === null || master.exitCode !== null || master.signalCode !== null) return;
      const ended = once(master, "exit");
      process.kill(-master.pid!, "SIGKILL");
      await ended;
    },
    async reload() {
      const before = await worker();
      await reloadBy(masterSocket);
      await until("the new worker answers", async () => ![before, null].includes(await worker()));
    },
  };
};

const reloadBy = async (path: string): Promise<void> => {
  const socket = createConnection({ path });
  socket.end("reload\n").resume();
  await once(socket, "close");
};

export type HaproxyWorld = Haproxy & {
  readonly baseline: Backend & { readonly build: Digest };
  readonly candidate: Backend & { readonly build: Digest };
  /** The candidate gets `weight`, the baseline the rest. */
  routes(weight: number): readonly Route[];
};

/** A real HAProxy in front of two real services. */
export const haproxyWorld = async (...settings: Parameters<typeof haproxy>): Promise<HaproxyWorld> => {
  await using stack = new AsyncDisposableStack();
  const router = stack.use(await haproxy(...settings));
  const baseline = Object.assign(stack.use(await backend("baseline")), { build: buildOf("a") });
  const candidate = Object.assign(stack.use(await backend("candidate")), { build: buildOf("b") });
  const side = ({ build, endpoint }: typeof baseline, weight: number): Route => ({
    build,
    endpoints: [endpoint],
    weight: percent(weight),
  });
  const all = stack.move();
  return {
    ...router,
    baseline,
    candidate,
    routes: (weight) => [side(baseline, 100 - weight), side(candidate, weight)],
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
};
