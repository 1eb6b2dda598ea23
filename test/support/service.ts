import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { loadProject } from "../../src/cli/project.ts";
import { type Composed, compose } from "../../src/compose.ts";
import { toEvent } from "../../src/conductor/entries.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Release } from "../../src/domain/release/release.ts";
import type { RolloutOrder } from "../../src/domain/rollout/commands.ts";
import type { Rollout, RolloutPhase } from "../../src/domain/rollout/rollout.ts";
import { type Instant, instant } from "../../src/domain/units.ts";
import type { Route } from "../../src/drivers/port.ts";
import { splitterTraffic } from "../../src/drivers/traffic/splitter/driver.ts";
import { freePort } from "../../src/free-port.ts";
import { type Shell, shell } from "./headgate.ts";
import { deployOnly } from "./service-process.ts";
import { soon } from "./split.ts";
import { until } from "./until.ts";

export type Version = "1.0.0" | "1.1.0";
export type Faults = {
  readonly errors?: number;
  readonly smoke?: number;
  readonly ready?: boolean;
  readonly startedAfter?: number;
};
export type Environment = "staging" | "production";

type Setup = {
  /** Text of `process.yaml`. */
  readonly process?: string;
  /** Keys of `headgate.yaml` that differ. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Keys under `instances` of both environments that differ. */
  readonly instances?: Readonly<Record<string, unknown>>;
  /** Variables of the instances, beside their own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Keys of production alone: another router, other instances. */
  readonly production?: Readonly<Record<string, unknown>>;
  readonly adopted?: readonly Environment[];
  /** What names each build where it is no folder, such as an image. */
  readonly builds?: Readonly<Record<Version, string>>;
  /** Of a journal on PostgreSQL; the embedded one without it. */
  readonly database?: string;
  readonly now?: () => Instant;
};

/** A small service with real instances behind a real splitter: 1.0.0 is in service, `shop-1.1.0` is open. */
export type Service = AsyncDisposable & {
  /** Its folder, and the real command line in it. */
  readonly shell: Shell;
  readonly engine: Composed;
  readonly id: string;
  /** Where users reach production. */
  readonly url: string;
  /** Folder of Headgate's state for an environment. */
  folder(environment: Environment): string;
  /** What goes wrong with a version from now on; `{}` heals it. */
  fault(version: Version, faults: Faults): Promise<void>;
  start(requirement?: string): Promise<void>;
  /** @throws Error when it is refused */
  order(order: RolloutOrder): Promise<void>;
  /** Conducts the release in this process until it is stopped. */
  conduct(): AsyncDisposable;
  release(): Promise<Release>;
  /** The last rollout. */
  rollout(): Promise<Rollout>;
  events(): Promise<readonly ReleaseEvent[]>;
  /** Waits for the nth event of a type. */
  event<T extends ReleaseEvent["type"]>(
    type: T,
    nth?: number,
    within?: number,
  ): Promise<Extract<ReleaseEvent, { type: T }>>;
  /** Waits until the last rollout is so. */
  phase(phase: RolloutPhase, within?: number): Promise<Rollout>;
  /** What the router of production does now. */
  routes(): Promise<readonly Route[]>;
  /** The version that a share of users gets, by the router's own word: `{ "1.0.0": 100 }`. */
  shares(): Promise<Readonly<Record<string, number>>>;
};

export const ada = { kind: "human", id: "ada" } as const;
const server = fileURLToPath(new URL("./tiny-service.mjs", import.meta.url));

/** Four steps without gates, over in a moment; a test replaces what it is about. */
export const stepsOf = (steps: readonly (readonly [weight: number, bake: string, ...gates: string[]])[]) => ({
  canary: steps.map(([weight, bake, ...gates]) => ({ weight, bake, gates })),
});

export const startService = async (setup: Setup = {}): Promise<Service> => {
  await using stack = new AsyncDisposableStack();
  const here = stack.use(await shell());
  const ports = { staging: await freePort(), production: await freePort() };
  await here.write("headgate.yaml", stringify({ ...configOf(here.path, ports, setup), ...setup.config }));
  await here.write("process.yaml", setup.process ?? deployOnly);
  await mkdir(join(here.path, "faults"));
  for (const version of ["1.0.0", "1.1.0"] as const) await writeBuild(here.path, version);
  const now = setup.now ?? (() => instant(Date.now()));
  const engine = stack.use(
    await compose({ home: here.path, state: join(here.path, ".headgate"), database: setup.database, now }),
  );
  const builds = setup.builds ?? { "1.0.0": join(here.path, "builds/1.0.0"), "1.1.0": join(here.path, "builds/1.1.0") };
  const id = await openOn(engine, here.path, builds, setup.adopted ?? ["production"]);
  const settings = {
    folder: join(here.path, ".headgate/production/splitter"),
    host: "127.0.0.1",
    port: ports.production,
  };
  const traffic = splitterTraffic(settings);
  const release = async () => (await engine.load(id)).release;
  const rollout = async () => (await release()).rollouts.at(-1)!;
  const events = async () => (await engine.history(id)).map((entry) => toEvent<ReleaseEvent>(entry));
  const all = stack.move();
  return {
    shell: here,
    engine,
    id,
    url: `http://127.0.0.1:${ports.production}`,
    folder: (environment) => join(here.path, ".headgate", environment),
    fault: (version, faults) => here.write(`faults/${version}.json`, JSON.stringify(faults)),
    async start(requirement = "deploy") {
      const { config } = await loadProject(here.path);
      const handled = await engine.start(id, requirement, ada, { config });
      if (!handled.ok) throw new Error(JSON.stringify(handled.refusal));
    },
    async order(order) {
      const handled = await engine.command(id, ada, { type: "Order", environment: "production", order });
      if (!handled.ok) throw new Error(JSON.stringify(handled.refusal));
    },
    conduct: () => conducting(engine, id),
    release,
    rollout,
    events,
    event: (type, nth = 1, within = 15_000) => waitFor(events, type, nth, within),
    async phase(phase, within = 15_000) {
      await until(`the rollout is ${phase}`, async () => (await rollout()).phase === phase, within);
      return await rollout();
    },
    routes: () => traffic.read(soon()),
    async shares() {
      const { rollouts } = await release();
      const known = rollouts.flatMap(({ candidate, baseline }) => [
        candidate,
        ...(baseline === null ? [] : [baseline]),
      ]);
      const runs = (await engine.readEnvironment("shop", "production")).runs!;
      const routes = await traffic.read(soon());
      const name = (build: string) => [...known, runs].find(({ digest }) => digest === build)?.version ?? build;
      return Object.fromEntries(
        routes.filter(({ weight }) => weight > 0).map(({ build, weight }) => [name(build), weight]),
      );
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
};

const configOf = (
  home: string,
  ports: Readonly<Record<Environment, number>>,
  { instances, env, production }: Setup,
) => {
  const environment = (name: Environment) => ({
    listen: `127.0.0.1:${ports[name]}`,
    instances: {
      command: [process.execPath, "server.mjs"],
      count: 2,
      ready: "/healthz",
      "ready-within": "20s",
      env: { FAULTS: join(home, "faults"), ...env },
      ...instances,
    },
  });
  return {
    service: "shop",
    owner: "ada",
    practice: true,
    people: {
      ada: { name: "Ada Reyes", email: "ada@example.test", roles: ["lead"] },
      ben: { name: "Ben Okoye", email: "ben@example.test" },
      bot: { name: "Release bot", email: "bot@example.test", kind: "agent" },
    },
    environments: { staging: environment("staging"), production: { ...environment("production"), ...production } },
    strategy: stepsOf([
      [25, "0s"],
      [50, "0s"],
      [75, "0s"],
      [100, "0s"],
    ]),
    smoke: [{ name: "page", get: "/smoke" }],
    data: { get: "/data" },
    analysis: quickAnalysis,
    audiences: { stakeholders: { channel: "outbox", to: ["team@example.test", "support@example.test"] } },
  };
};

/**
 * For windows of 0.3 s under a small load: so little can show that at most 1 % fail, and no more. Latencies are not
 * compared: within such a test a new process never gets as fast as one that is warm.
 */
export const quickAnalysis = {
  interval: "300ms",
  "min-requests": 20,
  "max-missing": 3,
  "warm-up": "0s",
  errors: { floor: "1%" },
  latency: "none",
};

/** The version in a file makes two builds of the same program two builds. */
export const writeBuild = async (home: string, version: string): Promise<string> => {
  const path = join(home, "builds", version);
  await mkdir(path, { recursive: true });
  await copyFile(server, join(path, "server.mjs"));
  await writeFile(join(path, "version.txt"), version);
  return path;
};

const openOn = async (
  engine: Composed,
  home: string,
  builds: Readonly<Record<Version, string>>,
  adopted: readonly Environment[],
): Promise<string> => {
  const { config, process } = await loadProject(home);
  for (const environment of adopted) {
    await engine.adopt(
      { config, environment, path: builds["1.0.0"], version: "1.0.0", by: ada, reason: "it runs" },
      soon(),
    );
  }
  const build = { path: builds["1.1.0"], version: "1.1.0", commit: "abc", authors: ["ben@example.test"] };
  const { id, ...handled } = await engine.open({ ...build, config, process, by: ada, productionAt: null });
  if (!handled.ok) throw new Error(JSON.stringify(handled.refusal));
  return id;
};

const conducting = (engine: Composed, id: string): AsyncDisposable => {
  const stop = new AbortController();
  const done = engine.conduct(id, { signal: stop.signal, whenIdle: "wait", onEntries: () => undefined });
  done.catch(() => undefined); // told when it is stopped
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done;
    },
  };
};

const waitFor = async <T extends ReleaseEvent["type"]>(
  events: () => Promise<readonly ReleaseEvent[]>,
  type: T,
  nth: number,
  within: number,
): Promise<Extract<ReleaseEvent, { type: T }>> => {
  const found = async () => (await events()).filter((event) => event.type === type)[nth - 1];
  await until(`${type} no. ${nth}`, async () => (await found()) !== undefined, within);
  return (await found()) as Extract<ReleaseEvent, { type: T }>;
};

/** Lines of the file channel, parsed. */
export const outbox = async ({ shell: { path } }: Service): Promise<readonly { key: string; to: string }[]> =>
  (await readFile(join(path, "outbox.jsonl"), "utf8").catch(() => ""))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { key: string; to: string });
