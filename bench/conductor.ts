/**
 * What one process can conduct: `node bench/conductor.ts [rollouts] [seconds]`, 1,000 and 180 when left out. Canaries of
 * as many services as rollouts, on the real embedded journal and under the process that ships; instances, routers and
 * metrics are simulated, in the same process. 0 rollouts leave this part out. Then 100 releases shared by 4 conductors, on
 * the embedded journal and on a PostgreSQL of its own, where there is one. Ends with code 1 when a p99 of the tick lag is
 * above 1 s, or a release is conducted twice.
 *
 * Tick lag: from when an effect is due, by the clock or by what was just written, to when it is begun.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { conductMany } from "../src/conductor/conduct-many.ts";
import type { Deps } from "../src/conductor/deps.ts";
import { effectKey } from "../src/conductor/effect-key.ts";
import type { News } from "../src/conductor/engine.ts";
import { toEntry } from "../src/conductor/entries.ts";
import { type Loaded, loader as newLoader, releaseStream } from "../src/conductor/load.ts";
import { environmentStream } from "../src/domain/environment.ts";
import type { Effect } from "../src/domain/release/effects.ts";
import { instant, millis } from "../src/domain/units.ts";
import { openStore } from "../src/journal/open-store.ts";
import type { Store } from "../src/journal/port.ts";
import { defaultProcess } from "../test/support/default-process.ts";
import { folder as newFolder } from "../test/support/folder.ts";
import { hasPostgres, postgres } from "../test/support/postgres.ts";
import { randomFrom } from "../test/support/random.ts";
import { build, inService, openRelease, step } from "../test/support/release.ts";
import { simulatedDeps } from "../test/support/simulated-conductor.ts";
import { morning, simulatedMachine } from "../test/support/simulated-machine.ts";
import { fullSize, played } from "../test/support/simulated-service.ts";
import { newWorld, type World } from "../test/support/simulated-world.ts";
import { machine as describeMachine } from "./support/machine.ts";
import { percentiles, rank, short } from "./support/numbers.ts";

const [rollouts, seconds] = [Number(process.argv[2] ?? 1_000), Number(process.argv[3] ?? 180)];
/** ms */
const limit = 1_000;
const interval = millis(10_000);
const steps = [5, 25, 50, 100].map((weight) =>
  step(weight, Math.ceil((fullSize * weight) / 100), { bake: millis(25_000), deadline: millis(120_000) }),
);

const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
process.once("SIGINT", () => stop.abort());

const time = {
  now: () => performance.now(),
  after(ms: number, act: () => void) {
    const timer = setTimeout(act, ms);
    return { cancel: () => clearTimeout(timer) };
  },
};
const now = () => instant(Date.now());
const ada = { kind: "human", id: "ada" } as const;
const idOf = (n: number): string => `shop${n}-1.1.0`;
const serviceOf = (id: string): string => id.replace(/-1\.1\.0$/, "");

/** A release of its own service, open, with nothing done yet; and what runs there now. */
const openOne = async ({ journal, blobs }: Store, n: number, process: ReturnType<typeof openRelease>["process"]) => {
  const id = idOf(n);
  const service = serviceOf(id);
  const config = await blobs.put(new TextEncoder().encode(JSON.stringify({ ...played[0]!.config, service })));
  const environment = { steps, count: fullSize };
  const environments = { staging: environment, production: environment };
  const plan = { environments, interval, watchInterval: millis(60_000), dataCheck: "none", audiences: {} } as const;
  const opened = openRelease({ at: now(), release: id, service, process, config, plan });
  const { by, ...count } = { by: ada.id, build: inService, count: fullSize, reason: "it runs" };
  const adopted = { type: "EnvironmentAdopted", at: now(), by, ...count } as const;
  await journal.append(environmentStream(service, "production"), 0, [toEntry(ada)(adopted)]);
  await journal.append(releaseStream(id), 0, [toEntry(ada)(opened)]);
};

/** Written as `StartRollout` would, past the gates: they are not what is measured. */
const begin = async ({ journal }: Store, id: string): Promise<void> => {
  const { version = 0 } = (await journal.list(releaseStream(id)))[0] ?? {};
  const requested = {
    type: "RolloutRequested",
    rollout: `${id}/production-deploy-1`,
    at: now(),
    environment: "production",
    purpose: "deploy",
    attempt: 1,
    steps,
    size: fullSize,
    hooks: [],
    runbook: openRelease().plan.runbook.digest,
    candidate: { digest: build.digest, version: build.version },
    by: ada.id,
  } as const;
  await journal
    .append(releaseStream(id), version, [toEntry(ada)(requested)])
    .catch(() => begin({ journal } as Store, id));
};

/** The ports of one conductor; every service has a world of its own. */
const depsOf = (store: Store, worlds: Map<string, World>, holder: string, onAppend: (stream: string) => void): Deps => {
  // By the clock on the wall, as everything else here.
  const machine = simulatedMachine(time, () => Date.now() - morning - performance.now());
  const worldOf = (service: string): World => {
    const found = worlds.get(service) ?? newWorld(time, randomFrom(worlds.size), inService, fullSize);
    // So busy that every step is proved within its bake.
    for (const place of found.places.values()) place.rate = 4_000;
    worlds.set(service, found);
    return found;
  };
  const simulated = (service: string) =>
    simulatedDeps(machine, { ...store, streams: new Map() }, worldOf(service), holder);
  const some = simulated("shop0");
  return {
    ...some,
    ...store,
    now,
    journal: {
      ...store.journal,
      async append(stream, expected, entries) {
        const appended = await store.journal.append(stream, expected, entries);
        onAppend(stream);
        return appended;
      },
    },
    world: { ...some.world, environment: (config, name) => simulated(config.service).world.environment(config, name) },
    // `http://production:7/…` says nothing of the service; every page is well here.
    fetch: async () => ({ status: 200, ok: true, text: async () => "fine" }) as Response,
  };
};

/** Due by the clock, or by the newest line of its history; null for what repeats something, or waits for another effect. */
const dueOf = (effect: Effect, { release }: Loaded, written: number): number | null => {
  if (effect.of === "release") return null;
  const rollout = release.rollouts.find(({ id }) => id === effect.rollout)!;
  const sinceWall = (at: number): number => performance.now() - (Date.now() - at);
  if (effect.kind === "measure") return sinceWall(effect.from + (rollout.phase === "promoted" ? 60_000 : interval));
  if (effect.kind === "report" && effect.report.type === "CompleteStep")
    return Math.max(written, sinceWall((rollout.weightAt ?? 0) + steps[rollout.step]!.bake));
  const isUpkeep = (effect.kind === "bring" || effect.kind === "route") && rollout.weightAt !== null;
  return isUpkeep || rollout.failure !== null ? null : written;
};

const lagOf = () => {
  const lags: number[] = [];
  const written = new Map<string, number>();
  const seen = new Set<string>();
  return {
    lags,
    onAppend: (stream: string) => void written.set(stream, performance.now()),
    onBegin(effect: Effect, loaded: Loaded): void {
      const at = written.get(releaseStream(loaded.release.id));
      const key = `${effectKey(effect)} ${effect.of === "rollout" && effect.kind === "measure" ? effect.from : loaded.version}`;
      if (at === undefined || seen.has(key)) return;
      seen.add(key);
      const due = dueOf(effect, loaded, at);
      if (due !== null) lags.push(Math.max(0, performance.now() - due));
    },
  };
};

const many = async (): Promise<boolean> => {
  await using folder = await newFolder();
  await using store = await openStore({ folder: folder.path });
  const process_ = await store.blobs.put(new TextEncoder().encode(JSON.stringify(defaultProcess)));
  for (let n = 0; n < rollouts; n++) await openOne(store, n, process_);
  const { lags, onAppend, onBegin } = lagOf();
  const deps = depsOf(store, new Map(), "one", onAppend);
  const ending = new AbortController();
  const counts = { taken: 0, entries: 0 };
  const onNews = (news: News): void => {
    if (news.kind === "taken") counts.taken += 1;
    if (news.kind === "entries") counts.entries += news.entries.length;
    if (news.kind === "trouble") console.log(news);
  };
  const began = performance.now();
  const conducting = conductMany(deps, newLoader(deps), () => ({}), { signal: ending.signal, onNews, onBegin });
  while (counts.taken < rollouts && !stop.signal.aborted) await sleep(50);
  console.log(`${rollouts} releases taken after ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  lags.length = 0;
  const [cpu, from] = [process.cpuUsage(), performance.now()];
  // In a minute or so, as a fleet begins after lunch.
  for (let n = 0; n < rollouts && !stop.signal.aborted; n++) {
    await begin(store, idOf(n));
    onAppend(releaseStream(idOf(n)));
    if (n % 10 === 9) await sleep(600_000 / rollouts);
  }
  while (performance.now() - from < 1_000 * seconds && !stop.signal.aborted) await sleep(250);
  const [used, wall] = [process.cpuUsage(cpu), (performance.now() - from) / 1_000];
  const phases = new Map<string, number>();
  const loader = newLoader(deps);
  for (let n = 0; n < rollouts; n++) {
    const phase = (await loader.load(idOf(n))).release.rollouts[0]?.phase ?? "none";
    phases.set(phase, (phases.get(phase) ?? 0) + 1);
  }
  console.log(`after ${wall.toFixed(0)} s:`, Object.fromEntries(phases), `${counts.entries} lines of history written`);
  console.table({ [`tick lag, ${rollouts} rollouts`]: percentiles(lags) });
  console.table({
    process: {
      "CPU %": short((used.user + used.system) / 10_000 / wall),
      "memory MB": short(process.memoryUsage.rss() / 1_000_000),
      "lines/s": short(counts.entries / wall),
    },
  });
  ending.abort();
  await conducting;
  return rank(lags, 0.99) <= limit;
};

const shared = async (database: string | undefined): Promise<boolean> => {
  await using folder = await newFolder();
  const open = () => openStore({ folder: folder.path, database });
  await using store = await open();
  const count = 100;
  const process_ = await store.blobs.put(new TextEncoder().encode(JSON.stringify(defaultProcess)));
  for (let n = 0; n < count; n++) await openOne(store, n, process_);
  const worlds = new Map<string, World>();
  const ending = new AbortController();
  const holders = new Map<string, string>();
  let [twice, takenOver] = [0, 0];
  const { lags, onAppend, onBegin } = lagOf();
  await using stack = new AsyncDisposableStack();
  const conducting: Promise<void>[] = [];
  const sizes = new Map<string, number>();
  for (const holder of ["one", "two", "three", "four"]) {
    const own = stack.use(await open());
    const deps = depsOf(own, worlds, holder, onAppend);
    const onNews = (news: News): void => {
      if (news.kind === "taken") {
        // Its lease ran out, as on a machine that stood still; it hears of that later, and must begin nothing until then.
        if (holders.has(news.release)) takenOver += 1;
        holders.set(news.release, holder);
      }
      const isOver = news.kind === "given back" || news.kind === "lost";
      if (isOver && holders.get(news.release) === holder) holders.delete(news.release);
      sizes.set(holder, [...holders.values()].filter((one) => one === holder).length);
    };
    conducting.push(
      conductMany(deps, newLoader(deps), () => ({}), {
        signal: ending.signal,
        onNews,
        onBegin(effect, loaded) {
          if (holders.get(loaded.release.id) !== holder) twice += 1;
          onBegin(effect, loaded);
        },
      }),
    );
  }
  while (holders.size < count && !stop.signal.aborted) await sleep(50);
  lags.length = 0;
  for (let n = 0; n < count; n++) {
    await begin(store, idOf(n));
    onAppend(releaseStream(idOf(n)));
  }
  const written = async (): Promise<ReadonlyMap<string, number>> => {
    const types = new Map<string, number>();
    for (let n = 0; n < count; n++)
      for (const { type } of await store.journal.read(releaseStream(idOf(n))))
        types.set(type, (types.get(type) ?? 0) + 1);
    return types;
  };
  let types = await written();
  for (let left = 60; left > 0 && types.get("RolloutPromoted") !== count && !stop.signal.aborted; left--) {
    await sleep(4_000);
    types = await written();
  }
  console.table({ [`tick lag, ${count} releases, 4 conductors`]: percentiles(lags) });
  const of = (type: string): number => types.get(type) ?? 0;
  console.log("held by each:", Object.fromEntries(sizes), "taken over:", takenOver);
  console.log("begun by one that another had taken over from:", twice);
  console.log("started:", of("RolloutStarted"), "steps:", of("StepCompleted"), "promoted:", of("RolloutPromoted"));
  ending.abort();
  await Promise.all(conducting);
  const isOnce = of("RolloutPromoted") === count && of("StepCompleted") === count * steps.length;
  return twice === 0 && isOnce && rank(lags, 0.99) <= limit;
};

console.log(describeMachine());
let isKept = rollouts === 0 || (await many());
if (!stop.signal.aborted) isKept = (await shared(undefined)) && isKept;
if (!stop.signal.aborted) {
  await using server = hasPostgres ? await postgres() : null;
  console.log(server === null ? "\nPostgreSQL is not here: not measured" : "\non PostgreSQL:");
  if (server !== null) isKept = (await shared((await server.database()).url)) && isKept;
}
process.exitCode = isKept ? 0 : 1;
