import { randomUUID } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { isAbsolute, join } from "node:path";
import { parse } from "yaml";
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
import { fileChannel } from "./drivers/channels/file.ts";
import { runCommand } from "./drivers/command/run-command.ts";
import { processInstances } from "./drivers/instances/process/driver.ts";
import { splitterMetrics, splitterTraffic } from "./drivers/traffic/splitter/driver.ts";
import { stopSplitter } from "./drivers/traffic/splitter/start.ts";
import { AppError } from "./errors.ts";
import { canonical } from "./journal/canonical.ts";
import { sha256 } from "./journal/chain.ts";
import { loadOrCreateKey } from "./journal/key.ts";
import { writeRecord } from "./journal/record.ts";
import { openSqliteJournal, type Store } from "./journal/sqlite.ts";
import { verifyJournal } from "./journal/verify.ts";

export type Composed = Engine & AsyncDisposable;

export type Places = {
  /** Folder of `headgate.yaml`. */
  readonly home: string;
  /** Where Headgate keeps its state; `.headgate` in `home`. */
  readonly state: string;
  readonly now?: () => Instant;
};

/** The composition root: the one place that knows which implementation stands behind each port. */
export const compose = async ({ home, state, now = () => instant(Date.now()) }: Places): Promise<Composed> => {
  await mkdir(state, { recursive: true });
  const store = openSqliteJournal(state);
  const builds = folderBuilds(join(state, "builds"));
  const deps: Deps = {
    ...store,
    builds,
    now,
    home,
    runCommand,
    holder: `${hostname()}/${process.pid}/${randomUUID()}`,
    digestOf: (value) => sha256(canonical(value)),
    readFile: (path) => readBytes(home, path),
    world: worldOf(home, state, builds, now),
    sealRecord: (release) => sealRecord(store, state, release, now),
    verifyStream: (stream) => verifyStream(store, stream),
  };
  const engine = createEngine(deps, async (path) =>
    parse(new TextDecoder().decode(await readBytes(home, path)), { maxAliasCount: 0 }),
  );
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
    return {
      instances: processInstances({
        folder: join(folder, "instances"),
        builds: builds.folder,
        ...instances,
        env: resolved(instances.env),
        now,
      }),
      traffic: splitterTraffic({ folder: join(folder, "splitter"), host, port }),
      metrics: splitterMetrics({ folder: join(folder, "splitter"), now }),
      stopRouter: (signal) => stopSplitter(join(folder, "splitter"), signal),
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
    return fileChannel(isAbsolute(channel.file) ? channel.file : join(home, channel.file));
  },
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
  const folder = join(state, "records", `${id}-${head.version}`);
  const key = await loadOrCreateKey(join(state, "key"));
  const outside = outsideDigests(entries.map((entry) => toEvent<ReleaseEvent>(entry)));
  const about = { release: id, sealed: new Date(now()).toISOString(), entries: String(entries.length) };
  try {
    await writeRecord(folder, { entries, blobs: store.blobs, outside, about }, key);
  } catch (error) {
    // Sealed already, in this very state: nothing is written twice.
    if (!(error instanceof AppError && error.code === "USAGE")) throw error;
  }
  return { folder, head: head.hash };
};
