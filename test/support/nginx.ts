import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { instant, percent } from "../../src/domain/units.ts";
import type { Route, TrafficDriver } from "../../src/drivers/port.ts";
import { nginxTraffic } from "../../src/drivers/traffic/nginx/driver.ts";
import type { NginxSettings } from "../../src/drivers/traffic/nginx/settings.ts";
import { freePort } from "../../src/free-port.ts";
import { folder } from "./folder.ts";
import { buildOf } from "./split.ts";
import { type Backend, backend } from "./start-backend.ts";
import { until } from "./until.ts";

export const hasNginx = spawnSync("nginx", ["-v"]).status === 0;

export type Nginx = AsyncDisposable & {
  readonly settings: NginxSettings;
  readonly traffic: TrafficDriver;
  readonly url: string;
  /** A folder that its http block includes too: somebody else's files. */
  readonly others: string;
  start(): Promise<void>;
  /** kill -9 of all its processes. */
  kill(): Promise<void>;
  errors(): Promise<string>;
};

/** A real nginx that includes what the driver writes; nothing is routed yet. */
export const nginx = async (change: (config: string) => string = (config) => config): Promise<Nginx> => {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await folder());
  const [config, conf, others] = ["nginx.conf", "headgate", "others"].map((name) => join(dir.path, name));
  await mkdir(conf!);
  await mkdir(others!);
  const status = await freePort();
  await writeFile(config!, change(configOf(dir.path, conf!, others!, status)));
  const port = await freePort();
  const settings: NginxSettings = {
    listen: { host: "127.0.0.1", port },
    folder: conf!,
    reload: ["nginx", "-c", config!, "-s", "reload"],
    now: () => instant(Date.now()),
    stateFolder: join(dir.path, "state"),
  };
  let master: ChildProcess | null = null;
  const stop = async (how: NodeJS.Signals): Promise<void> => {
    if (master === null || master.exitCode !== null || master.signalCode !== null) return;
    const ended = once(master, "exit");
    if (how === "SIGKILL") process.kill(-master.pid!, how);
    else master.kill(how);
    await ended;
  };
  const start = async (): Promise<void> => {
    // A process group of its own, so that its workers can be killed with it.
    master = spawn("nginx", ["-c", config!, "-g", "daemon off;"], { detached: true, stdio: "ignore" });
    await once(master, "spawn");
    await until("nginx answers", async () => (await fetch(`http://127.0.0.1:${status}/`).catch(() => null)) !== null);
  };
  stack.defer(() => stop("SIGTERM"));
  await start();
  const all = stack.move();
  return {
    settings,
    traffic: nginxTraffic(settings),
    url: `http://127.0.0.1:${port}`,
    others: others!,
    start,
    kill: () => stop("SIGKILL"),
    errors: () => readFile(join(dir.path, "error.log"), "utf8"),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
};

const configOf = (dir: string, conf: string, others: string, status: number): string => `
worker_processes 2;
worker_shutdown_timeout 30s;
pid ${dir}/nginx.pid;
error_log ${dir}/error.log;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path ${dir}/body;
  proxy_temp_path ${dir}/proxy;
  fastcgi_temp_path ${dir}/fastcgi;
  uwsgi_temp_path ${dir}/uwsgi;
  scgi_temp_path ${dir}/scgi;
  include ${conf}/*.conf;
  include ${others}/*.conf;
  server { listen 127.0.0.1:${status}; return 200; }
}
`;

export type NginxWorld = Nginx & {
  readonly baseline: Backend & { readonly build: Route["build"] };
  readonly candidate: Backend & { readonly build: Route["build"] };
  /** The candidate gets `weight`, the baseline the rest. */
  routes(weight: number): readonly Route[];
};

/** A real nginx in front of two real services. */
export const nginxWorld = async (change?: (config: string) => string): Promise<NginxWorld> => {
  await using stack = new AsyncDisposableStack();
  const router = stack.use(await nginx(change));
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
