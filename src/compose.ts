import { randomUUID } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { isAbsolute, join } from "node:path";
import { channelsIn } from "./compose-channels.ts";
import { environmentsIn } from "./compose-drivers.ts";
import { looks } from "./compose-probes.ts";
import { systemClock } from "./conductor/clock.ts";
import { createEngine } from "./conductor/create-engine.ts";
import type { Deps, Hooks, Remembered, World } from "./conductor/deps.ts";
import type { Engine } from "./conductor/engine.ts";
import { toEvent } from "./conductor/entries.ts";
import { releaseStream } from "./conductor/load.ts";
import type { ReleaseEvent } from "./domain/release/events.ts";
import { outsideDigests } from "./domain/release/outside.ts";
import { type Digest, type Instant, instant } from "./domain/units.ts";
import { folderBuilds } from "./drivers/builds/folder-builds.ts";
import { AppError } from "./errors.ts";
import { canonical } from "./journal/canonical.ts";
import { sha256 } from "./journal/chain.ts";
import { openStore } from "./journal/open-store.ts";
import type { Store } from "./journal/port.ts";
import { recordFiles } from "./journal/record-files.ts";

/** The engine, and what the server needs of its store and builds besides. */
export type Composed = Engine &
  Pick<Store, "journal" | "blobs" | "vault" | "feed"> & {
    readonly digestOf: Deps["digestOf"];
    /** Keeps a copy of a folder as a build. @throws AppError `BUILD_INVALID` */
    readonly keepBuild: (folder: string) => Promise<Digest>;
    /** A channel of this configuration. */
    readonly channel: World["channel"];
    /** Where a build lies, or will, that is kept as a folder. */
    readonly placeOfBuild: (digest: Digest) => string;
  } & AsyncDisposable;

export type Places = {
  /** Folder of `headgate.yaml`. */
  readonly home: string;
  /** Where Headgate keeps its state; `.headgate` in `home`. */
  readonly state: string;
  /** Url of PostgreSQL, for a journal that several machines share. Without it the journal is in `state`. */
  readonly database?: string | undefined;
  readonly now?: () => Instant;
};

/**
 * The composition root: the one place that knows which implementation stands behind each port. What touches the world
 * is loaded with its first call, so that a command that only looks starts without it: `node:http` brings undici and
 * HTTP/2 along.
 */
export const compose = async ({
  home,
  state,
  database,
  now = () => instant(Date.now()),
}: Places): Promise<Composed> => {
  await mkdir(state, { recursive: true });
  const store = await openStore({ folder: state, database });
  const { journal, leases, blobs, vault, feed } = store;
  const builds = folderBuilds(join(state, "builds"));
  const deps: Deps = {
    journal,
    feed,
    leases,
    blobs,
    looks,
    builds,
    now,
    clock: systemClock,
    fetch,
    home,
    runCommand: async (...asked) => (await import("./drivers/command/run-command.ts")).runCommand(...asked),
    remembered: rememberedIn(join(state, "list.json")),
    hooks: hooksIn(join(state, "hooks"), now),
    holder: `${hostname()}/${process.pid}/${randomUUID()}`,
    digestOf: (value) => sha256(canonical(value)),
    readFile: (path) => readBytes(home, path),
    openFile: (path) => piecesOf(home, path),
    openPackage: async (path) => (await import("./drivers/packages/open-package.ts")).openPackage(inHome(home, path)),
    world: worldOf(home, state, builds, now),
    sealRecord: (release) => sealRecord(store, state, release, now),
    verifyStream: (stream) => verifyStream(store, stream),
  };
  const engine = createEngine(deps, async (text) => (await import("yaml")).parse(text, { maxAliasCount: 0 }));
  const { digestOf } = deps;
  const beside = {
    journal,
    blobs,
    vault,
    feed,
    digestOf,
    keepBuild: builds.add,
    placeOfBuild: builds.place,
    channel: deps.world.channel,
  };
  return { ...engine, ...beside, [Symbol.asyncDispose]: () => store.close() };
};

/** A file that cannot be read is no loss: it is written anew. */
const rememberedIn = (path: string): Remembered => ({
  read: async () => {
    try {
      return JSON.parse(await readFile(path, "utf8"));
    } catch {
      return null;
    }
  },
  write: async (value) => {
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, JSON.stringify(value));
    await rename(draft, path);
  },
});

const hooksIn = (folder: string, now: () => Instant): Hooks => {
  const loaded = () => import("./drivers/command/run-once.ts");
  return {
    run: async (key, command, options, signal) =>
      (await loaded()).runOnce(folder, key, command, { ...options, now }, signal),
    forget: async (key) => (await loaded()).forget(folder, key),
  };
};

const inHome = (home: string, path: string): string => (isAbsolute(path) ? path : join(home, path));

const unreadable = (path: string, error: unknown): AppError => {
  const problem = error instanceof Error ? error.message : String(error);
  return new AppError("FILE_UNREADABLE", { path, problem }, { cause: error });
};

const readBytes = async (home: string, path: string): Promise<Uint8Array> => {
  try {
    return await readFile(inHome(home, path));
  } catch (error) {
    throw unreadable(path, error);
  }
};

async function* piecesOf(home: string, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(inHome(home, path));
  } catch (error) {
    throw unreadable(path, error);
  }
}

const worldOf = (home: string, state: string, builds: ReturnType<typeof folderBuilds>, now: () => Instant): World => ({
  environment: environmentsIn({ home, state, builds, now }),
  channel: channelsIn(home, now),
});

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
