import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Agent, request } from "undici";
import { freePort } from "../../src/free-port.ts";
import { clearMounts } from "./clear-mounts.ts";
import { folder } from "./folder.ts";
import { until } from "./until.ts";

/** A Docker Engine and a registry of our own. Nothing of theirs lies outside of one folder, but for a bridge. */
export type DockerEngine = AsyncDisposable & {
  readonly socket: string;
  /** `127.0.0.1:<port>` */
  readonly registry: string;
  /** @returns status and text of the answer */
  ask(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<readonly [number, string]>;
  stop(): Promise<void>;
  start(): Promise<void>;
  readonly folder: string;
};

/** What must be installed, and that we may make bridges. */
export const canRunDocker = (): boolean => {
  const here = (name: string): boolean => {
    try {
      execFileSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  return process.getuid?.() === 0 && ["dockerd", "docker-registry", "busybox", "ip", "tar"].every(here);
};

export const dockerEngine = async (): Promise<DockerEngine> => {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await folder());
  const bridge = await ownBridge(stack);
  const port = await freePort();
  const socket = join(dir.path, "docker.sock");
  await writeFile(join(dir.path, "daemon.json"), JSON.stringify(settings(bridge)));
  await writeFile(join(dir.path, "registry.yml"), JSON.stringify(registrySettings(dir.path, port)));

  const registry = run(dir.path, "docker-registry", "serve", join(dir.path, "registry.yml"));
  stack.defer(() => ended(registry));
  let daemon: ChildProcess | null = null;
  const dispatcher = new Agent({ connect: { socketPath: socket }, pipelining: 0 });
  const engine: Omit<DockerEngine, typeof Symbol.asyncDispose> = {
    socket,
    registry: `127.0.0.1:${port}`,
    folder: dir.path,
    async ask(method, path, body = null) {
      const isTar = Buffer.isBuffer(body);
      const headers = { "content-type": isTar ? "application/x-tar" : "application/json", "x-registry-auth": "e30=" };
      const sent = isTar || body === null ? body : JSON.stringify(body);
      const answer = await request(`http://engine${path}`, { dispatcher, method, headers, body: sent });
      return [answer.statusCode, await answer.body.text()];
    },
    async start() {
      const file = (name: string): string => join(dir.path, name);
      const own = ["--data-root", file("data"), "--exec-root", file("exec"), "-p", file("docker.pid")];
      daemon = run(dir.path, "dockerd", "--config-file", file("daemon.json"), "-H", `unix://${socket}`, ...own);
      const answers = (): Promise<boolean> =>
        engine
          .ask("GET", "/_ping")
          .then(([status]) => status === 200)
          .catch(() => false);
      await until("the engine answers", answers, 25_000);
    },
    async stop() {
      if (daemon !== null) await ended(daemon);
      daemon = null;
    },
  };
  stack.defer(() => clearMounts(dir.path, "data", "exec"));
  stack.defer(() => engine.stop());
  stack.defer(() => removeContainers(engine));
  await engine.start();
  await until("the registry answers", () =>
    fetch(`http://${engine.registry}/v2/`)
      .then(({ ok }) => ok)
      .catch(() => false),
  );
  const owned = stack.move();
  return { ...engine, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};

/** Neither a firewall rule nor a route of this machine is touched: ports are published by the proxy alone. */
const settings = (bridge: string) => ({
  "storage-driver": "overlay2",
  "default-ulimits": { nofile: { Name: "nofile", Hard: 16_384, Soft: 16_384 } },
  "shutdown-timeout": 3,
  bridge,
  iptables: false,
  "ip-forward": false,
  "ip-masq": false,
});

const registrySettings = (path: string, port: number) => ({
  version: "0.1",
  storage: { filesystem: { rootdirectory: join(path, "registry") } },
  http: { addr: `127.0.0.1:${port}` },
});

const ownBridge = async (stack: AsyncDisposableStack): Promise<string> => {
  const ip = (...args: string[]) => promisify(execFile)("ip", args);
  const name = `hg${process.pid}`;
  await ip("link", "add", "name", name, "type", "bridge");
  stack.defer(async () => void (await ip("link", "del", name)));
  await ip("addr", "add", `10.203.${process.pid % 256}.1/24`, "dev", name);
  await ip("link", "set", name, "up");
  return name;
};

const run = (path: string, file: string, ...args: string[]): ChildProcess => {
  const log = openSync(join(path, `${file}.log`), "a");
  return spawn(file, args, { stdio: ["ignore", log, log], detached: true });
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, "exit");
  child.kill("SIGTERM");
  await over;
};

export const removeContainers = async ({ ask }: Pick<DockerEngine, "ask">): Promise<void> => {
  const [, text] = await ask("GET", "/containers/json?all=1").catch(() => [0, "[]"] as const);
  for (const { Id } of JSON.parse(text) as readonly { Id: string }[]) await ask("DELETE", `/containers/${Id}?force=1`);
};
