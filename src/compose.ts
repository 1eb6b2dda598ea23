import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { isAbsolute, join } from "node:path";
import { createEngine } from "./conductor/create-engine.ts";
import type { Deps, World } from "./conductor/deps.ts";
import type { Engine } from "./conductor/engine.ts";
import { toEvent } from "./conductor/entries.ts";
import { releaseStream } from "./conductor/load.ts";
import type { Config } from "./config/config.ts";
import type { ReleaseEvent } from "./domain/release/events.ts";
import { outsideDigests } from "./domain/release/outside.ts";
import { type Instant, instant } from "./domain/units.ts";
import { folderBuilds } from "./drivers/builds/folder-builds.ts";
import type { ProcessSettings } from "./drivers/instances/process/driver.ts";
import type { ChannelDriver, InstancesDriver, MetricsDriver, TrafficDriver } from "./drivers/port.ts";
import type { SplitterSettings } from "./drivers/traffic/splitter/start.ts";
import { AppError } from "./errors.ts";
import { canonical } from "./journal/canonical.ts";
import { sha256 } from "./journal/chain.ts";
import { openSqliteJournal, type Store } from "./journal/sqlite.ts";
import { recordFiles } from "./journal/statement.ts";

export type Composed = Engine & AsyncDisposable;

export type Places = {
  /** Folder of `headgate.yaml`. */
  readonly home: string;
  /** Where Headgate keeps its state; `.headgate` in `home`. */
  readonly state: string;
  readonly now?: () => Instant;
};

/**
 * The composition root: the one place that knows which implementation stands behind each port. What touches the world
 * is loaded with its first call, so that a command that only looks starts without it: `node:http` brings undici and
 * HTTP/2 along.
 */
export const compose = async ({ home, state, now = () => instant(Date.now()) }: Places): Promise<Composed> => {
  await mkdir(state, { recursive: true });
  const store = openSqliteJournal(state);
  const builds = folderBuilds(join(state, "builds"));
  const deps: Deps = {
    ...store,
    builds,
    now,
    home,
    runCommand: async (...asked) => (await import("./drivers/command/run-command.ts")).runCommand(...asked),
    holder: `${hostname()}/${process.pid}/${randomUUID()}`,
    digestOf: (value) => sha256(canonical(value)),
    readFile: (path) => readBytes(home, path),
    world: worldOf(home, state, builds, now),
    sealRecord: (release) => sealRecord(store, state, release, now),
    verifyStream: (stream) => verifyStream(store, stream),
  };
  const engine = createEngine(deps, async (path) => {
    const { parse } = await import("yaml");
    return parse(new TextDecoder().decode(await readBytes(home, path)), { maxAliasCount: 0 });
  });
  return { ...engine, [Symbol.asyncDispose]: () => store.close() };
};

const readBytes = async (home: string, path: string): Promise<Uint8Array> => {
  try {
    return await readFile(isAbsolute(path) ? path : join(home, path));
  } catch (error) {
    throw new AppError(
      "FILE_UNREADABLE",
      { path, problem: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
};

const worldOf = (home: string, state: string, builds: ReturnType<typeof folderBuilds>, now: () => Instant): World => ({
  environment(config, name) {
    const { instances, traffic } = name === "staging" ? config.environments.staging : config.environments.production;
    const folder = join(state, name);
    const { host, port } = traffic.listen;
    const router = { folder: join(folder, "splitter"), host, port, now };
    return {
      instances: instancesOf({
        folder: join(folder, "instances"),
        builds: builds.folder,
        folderOf: builds.place,
        ...instances,
        // Looked up when an instance is started, and only then: a way back must not fail for a variable it does not need.
        get env() {
          return resolved(instances.env);
        },
        now,
      }),
      traffic: trafficOf(router),
      metrics: metricsOf(router),
      stopRouter: async (signal) => (await splitterStart()).stopSplitter(router.folder, signal),
      url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    };
  },
  channel(config: Config, name) {
    const channel = config.channels[name];
    if (channel === undefined)
      throw new AppError("DRIVER_FAILED", {
        driver: name,
        act: "sending",
        problem: "there is no such channel",
        fix: "Name it under channels: in headgate.yaml.",
      });
    return channelOf(isAbsolute(channel.file) ? channel.file : join(home, channel.file));
  },
});

const processDriver = () => import("./drivers/instances/process/driver.ts");
const splitterDriver = () => import("./drivers/traffic/splitter/driver.ts");
const splitterStart = () => import("./drivers/traffic/splitter/start.ts");

const instancesOf = (settings: ProcessSettings): InstancesDriver => {
  const loaded = async () => (await processDriver()).processInstances(settings);
  return {
    name: "process",
    bring: async (...asked) => (await loaded()).bring(...asked),
    observe: async (...asked) => (await loaded()).observe(...asked),
    remove: async (...asked) => (await loaded()).remove(...asked),
  };
};

type Router = SplitterSettings & { readonly now: () => Instant };

const trafficOf = (router: Router): TrafficDriver => {
  const loaded = async () => (await splitterDriver()).splitterTraffic(router);
  return {
    name: "splitter",
    set: async (...asked) => (await loaded()).set(...asked),
    read: async (...asked) => (await loaded()).read(...asked),
    drain: async (...asked) => (await loaded()).drain(...asked),
  };
};

const metricsOf = (router: Router): MetricsDriver => ({
  name: "splitter",
  read: async (signal) => (await splitterDriver()).splitterMetrics(router).read(signal),
});

const channelOf = (path: string): ChannelDriver => ({
  name: "file",
  deliver: async (...asked) => (await import("./drivers/channels/file.ts")).fileChannel(path).deliver(...asked),
});

/** `$NAME` stands for a variable of Headgate's own environment, so that no secret is written into a file or a history. */
const resolved = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.startsWith("$") ? inherited(value.slice(1)) : value]),
  );

const inherited = (name: string): string => {
  const value = process.env[name];
  if (value === undefined)
    throw new AppError("DRIVER_FAILED", {
      driver: "process",
      act: "starting",
      problem: `the variable ${name} is not set`,
      fix: `Set ${name} where headgate runs.`,
    });
  return value;
};

const verifyStream = async (
  { journal }: Store,
  stream: string,
): Promise<{ entries: number; problem: string | null }> => {
  const { verifyJournal } = await import("./journal/verify.ts");
  const { streams, problem } = await verifyJournal(journal, stream);
  const own = streams.find((one) => one.stream === stream);
  if (own === undefined) return { entries: 0, problem: problem ?? `${stream} has no entries` };
  return { entries: own.entries, problem: own.ok ? problem : `entry ${own.where}: ${own.problem}` };
};

/** One folder per state of the release: what was sealed once is never written over. */
const sealRecord = async (
  store: Store,
  state: string,
  id: string,
  now: () => Instant,
): Promise<{ folder: string; head: ReturnType<typeof sha256> }> => {
  const entries = await store.journal.read(releaseStream(id));
  const head = entries.at(-1);
  if (head === undefined) throw new AppError("RELEASE_NOT_FOUND", { release: id });
  const [{ loadOrCreateKey }, { writeRecord }] = await Promise.all([
    import("./journal/key.ts"),
    import("./journal/record.ts"),
  ]);
  const folder = join(state, "records", `${id}-${head.version}`);
  const key = await loadOrCreateKey(join(state, "key"));
  const outside = outsideDigests(entries.map((entry) => toEvent<ReleaseEvent>(entry)));
  const about = { release: id, sealed: new Date(now()).toISOString(), entries: String(entries.length) };
  if (existsSync(join(folder, recordFiles.head))) return { folder, head: head.hash };
  // The signed head comes last: without it the writing was cut off, and nobody was told of this folder.
  await rm(folder, { recursive: true, force: true });
  await writeRecord(folder, { entries, blobs: store.blobs, outside, about }, key);
  return { folder, head: head.hash };
};
