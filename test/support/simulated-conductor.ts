import { conductMany } from "../../src/conductor/conduct-many.ts";
import type { Pace } from "../../src/conductor/conduct-pace.ts";
import type { Deps } from "../../src/conductor/deps.ts";
import type { News, OnBegin } from "../../src/conductor/engine.ts";
import { type Loader, loader as newLoader, releaseStream } from "../../src/conductor/load.ts";
import { AppError } from "../../src/errors.ts";
import { canonical } from "../../src/journal/canonical.ts";
import { sha256 } from "../../src/journal/chain.ts";
import { simulatedChannel, simulatedDrivers } from "./simulated-drivers.ts";
import { simulatedLooks } from "./simulated-looks.ts";
import type { Call, Machine } from "./simulated-machine.ts";
import { simulatedHooks, simulatedPages } from "./simulated-pages.ts";
import type { SimulatedStore } from "./simulated-store.ts";
import type { World } from "./simulated-world.ts";

/** Everything slower than in earnest, so that an hour of a release is played in a moment. */
export const simulatedPace: Pace = {
  look: 1_000,
  turn: 1_000,
  renew: 4_000,
  share: 2_000,
  leaseTerm: 16_000,
  paper: 60_000,
  watch: 60_000,
  grace: 4_000,
  trouble: 1_000,
  longestTrouble: 20_000,
  atOnce: 50,
};

/** How the store answers, call by call. */
export type Line = {
  readonly way: () => Pick<Call<unknown>, "send" | "answer">;
  readonly breaks: () => "before" | "after" | null;
};

export const soundLine: Line = { way: () => ({}), breaks: () => null };

const busy = (): AppError => new AppError("JOURNAL_BUSY", { where: "the journal", problem: "the connection broke" });

async function* noFiles(): AsyncGenerator<Uint8Array> {}

/** The ports of one machine: whatever it asks of store and world goes over its network. */
export const simulatedDeps = (
  machine: Machine,
  { journal, feed, leases, blobs }: SimulatedStore,
  world: World,
  holder: string,
  line: Line = soundLine,
): Deps => {
  const asked = <T>(act: () => Promise<T>): Promise<T> => {
    const broken = line.breaks();
    return machine.call({
      ...line.way(),
      isStore: true,
      async act() {
        if (broken === "before") throw busy();
        const value = await act();
        // It was done, and whoever asked is never told so.
        if (broken === "after") throw busy();
        return value;
      },
    });
  };
  return {
    journal: {
      read: (stream, after) => asked(() => journal.read(stream, after)),
      append: (stream, expected, entries) => asked(() => journal.append(stream, expected, entries)),
      list: (prefix) => asked(() => journal.list(prefix)),
      close: async () => undefined,
    },
    feed: {
      end: () => asked(() => feed.end()),
      after: (position, limit) => asked(() => feed.after(position, limit)),
    },
    leases: {
      take: (...of) => asked(() => leases.take(...of)),
      renew: (...of) => asked(() => leases.renew(...of)),
      release: (...of) => asked(() => leases.release(...of)),
      list: (now) => asked(() => leases.list(now)),
    },
    blobs,
    builds: { add: async (path) => sha256(path), folder: async (digest) => digest },
    world: {
      environment: (_, name) => simulatedDrivers(world, machine, name),
      channel: () => simulatedChannel(world, machine),
    },
    runCommand: async () => ({ exit: 1, output: new Uint8Array(), errors: "there are no commands here" }),
    remembered: { read: async () => null, write: async () => undefined },
    hooks: simulatedHooks(world, machine),
    looks: simulatedLooks,
    readFile: async () => new Uint8Array(),
    openFile: noFiles,
    openPackage: async () => ({ read: noFiles, close: async () => undefined }),
    sealRecord: (release) =>
      asked(async () => ({ folder: release, head: (await journal.read(releaseStream(release))).at(-1)!.hash })),
    verifyStream: async () => ({ entries: 0, problem: null }),
    now: machine.now,
    clock: machine.clock,
    fetch: simulatedPages(world, machine),
    digestOf: (value) => sha256(canonical(value)),
    home: "/",
    holder,
  };
};

/** The whole conductor on a machine of its own. */
export type Conductor = {
  readonly machine: Machine;
  readonly loader: Loader;
  /** Ends it as SIGTERM does. */
  stop(): void;
  isStopped(): boolean;
  /** It ended by itself: after `stop`, or by a bug. */
  readonly isOver: () => boolean;
  readonly bug: () => unknown;
};

export const startConductor = (
  machine: Machine,
  deps: Deps,
  { onNews, onBegin }: { readonly onNews: (news: News) => void; readonly onBegin?: OnBegin },
): Conductor => {
  const loader = newLoader(deps);
  const stop = new AbortController();
  let over = false;
  let bug: unknown = null;
  conductMany(deps, loader, () => ({}), {
    signal: stop.signal,
    onNews,
    pace: simulatedPace,
    ...(onBegin === undefined ? {} : { onBegin }),
  })
    .catch((error: unknown) => {
      bug = error;
    })
    .finally(() => {
      over = true;
    });
  return {
    machine,
    loader,
    stop: () => stop.abort(),
    isStopped: () => stop.signal.aborted || over,
    isOver: () => over,
    bug: () => bug,
  };
};
