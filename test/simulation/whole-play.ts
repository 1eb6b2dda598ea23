import { createEngine } from "../../src/conductor/create-engine.ts";
import { effectKey } from "../../src/conductor/effect-key.ts";
import type { Engine, News, WithoutStamp } from "../../src/conductor/engine.ts";
import { toEntry } from "../../src/conductor/entries.ts";
import type { Handled } from "../../src/conductor/handle.ts";
import { environmentStream } from "../../src/domain/environment.ts";
import { isOver } from "../../src/domain/environment-queue.ts";
import type { Rollout } from "../../src/domain/rollout/rollout.ts";
import { digest } from "../../src/domain/units.ts";
import { AppError } from "../../src/errors.ts";
import { sha256 } from "../../src/journal/chain.ts";
import type { Entry } from "../../src/journal/port.ts";
import { type Random, randomFrom } from "../support/random.ts";
import {
  type Conductor,
  type Line,
  simulatedDeps,
  simulatedPace,
  soundLine,
  startConductor,
} from "../support/simulated-conductor.ts";
import { type Machine, morning, simulatedMachine } from "../support/simulated-machine.ts";
import { fullSize, type Played, played, process } from "../support/simulated-service.ts";
import { type SimulatedStore, simulatedStore } from "../support/simulated-store.ts";
import { simulatedTime, type Time } from "../support/simulated-time.ts";
import { newWorld, type World } from "../support/simulated-world.ts";
import { heal, shake } from "./whole-faults.ts";

/** What a seed may be played without, to find what a failure needs. */
export type Without = { readonly [Part in "faults" | "kills" | "stops" | "skew" | "slow" | "people"]?: boolean };

export type Limits = {
  readonly without?: Without;
  /** Nothing goes wrong any more after so many ms; for finding the shortest beginning that fails. */
  readonly chaos?: number;
  readonly trace?: (line: string) => void;
};

/** What happened, for counting. */
export type Reached = {
  kills: number;
  stops: number;
  goneBack: number;
  takeovers: number;
  lost: number;
  orders: number;
  refused: number;
  bugs: number;
};

/** One play: the journal that came of it, the world, and what was told. */
export type Run = {
  readonly seed: number;
  readonly played: Played;
  readonly conductors: number;
  readonly time: Time;
  readonly random: Random;
  readonly world: World;
  readonly store: SimulatedStore;
  /** When each entry was really appended: stream → ms since the beginning, by version − 1. */
  readonly moments: Map<string, number[]>;
  readonly releases: readonly string[];
  readonly engine: Engine;
  readonly reached: Reached;
  readonly faultsEnd: number;
  /** When nobody could conduct, in ms; the last one may still be open. */
  readonly gaps: { readonly from: number; to: number }[];
  /** Everything is over, and the environments are free. */
  ended: boolean;
  readonly skewed: boolean;
  readonly fleet: Fleet;
  /** Hears what goes on, for a person who looks for a reason. */
  readonly trace: ((line: string) => void) | undefined;
};

type Slot = { conductor: Conductor | null; bornAt: number };
export type Fleet = { readonly slots: Slot[]; born: number };

const second = 1_000;
const people = ["ada", "ada", "ada", "bo", "bot"];

/** The same seed plays the same, to the last entry. */
export const play = async (seed: number, { without = {}, chaos, trace }: Limits = {}): Promise<Run> => {
  const random = randomFrom(seed);
  const time = simulatedTime();
  const moments = new Map<string, number[]>();
  const isSkewed = random.chance(0.3) && !without.skew;
  const settings = random.pick(played);
  const inService = { digest: digest(sha256("shop 1.0.0")), version: "1.0.0" };
  const world = newWorld(time, randomFrom(random.below(2 ** 31)), inService, fullSize);
  for (const place of world.places.values()) place.spare = settings.spare;
  const note = (entries: readonly Entry[]): void => {
    for (const { stream, type, data } of entries) {
      if (type === "RolloutPromoted") world.good.add(candidateOf(store, stream, (data as { rollout: string }).rollout));
      if (!moments.has(stream)) moments.set(stream, []);
      moments.get(stream)?.push(time.now());
    }
  };
  const store = simulatedStore(note, isSkewed ? () => morning + time.now() : undefined);
  const desk = simulatedMachine(time, () => 0);
  const engine = createEngine(simulatedDeps(desk, store, world, "desk"), async () => ({}));
  const intensity = random.pick([0, 1, 1, 2, 3]);
  const length = chaos ?? (120 + random.below(480)) * second;
  const run: Run = {
    seed,
    played: settings,
    conductors: 1 + random.below(3),
    time,
    random,
    world,
    store,
    moments,
    releases: await openReleases(engine, store, settings, inService, random.chance(0.4) ? 2 : 1),
    engine,
    reached: { kills: 0, stops: 0, goneBack: 0, takeovers: 0, lost: 0, orders: 0, refused: 0, bugs: 0 },
    faultsEnd: length,
    gaps: [],
    ended: false,
    skewed: isSkewed,
    fleet: { slots: [], born: 0 },
    trace: trace && ((line) => trace(`${(time.now() / second).toFixed(1)} ${line}`)),
  };
  employ(run, without, intensity);
  if (!without.faults && intensity > 0) schedule(run, 3 * second, () => shake(world, intensity));
  schedule(run, 9 * second, () => somebody(run, without));
  for (const id of run.releases) begin(run, id);
  await time.until(() => time.now() >= length, length);
  await recover(run);
  return run;
};

const candidateOf = ({ streams }: SimulatedStore, stream: string, rollout: string) => {
  const asked = streams.get(stream)?.find(({ type, data }) => {
    return type === "RolloutRequested" && (data as { rollout: string }).rollout === rollout;
  });
  return (asked!.data as { candidate: World["inService"] }).candidate.digest;
};

/** Again and again, at random moments, as long as things may go wrong. */
const schedule = ({ time, random, faultsEnd }: Run, every: number, act: () => void): void => {
  const again = (): void => {
    if (time.now() >= faultsEnd) return;
    act();
    time.after(every / 3 + random.below(2 * every), again);
  };
  time.after(random.below(every), again);
};

const openReleases = async (
  engine: Engine,
  store: SimulatedStore,
  { config }: Played,
  build: World["inService"],
  count: number,
): Promise<readonly string[]> => {
  const by = { kind: "human", id: "ada" } as const;
  for (const environment of ["staging", "production"]) {
    const adopted = {
      type: "EnvironmentAdopted",
      at: engine.now(),
      build,
      count: fullSize,
      reason: "it runs",
      by: by.id,
    };
    await store.journal.append(environmentStream("shop", environment), 0, [toEntry(by)(adopted as never)]);
  }
  const ids: string[] = [];
  for (let n = 1; n <= count; n++) {
    const version = `1.${n}.0`;
    const build = { path: `shop ${version}`, version, commit: "c0ffee", authors: [] };
    const { id, ...handled } = await engine.open({ ...build, config, process, by, productionAt: null });
    if (!handled.ok) throw new Error(JSON.stringify(handled.refusal));
    ids.push(id);
  }
  return ids;
};

// ── the machines ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** So many conductors; each that dies or is stopped is followed by another one. */
const employ = (run: Run, without: Without, intensity: number): void => {
  const { random } = run;
  for (let n = 0; n < run.conductors; n++) {
    run.fleet.slots.push({ conductor: null, bornAt: 0 });
    hire(run, n, without, intensity);
  }
  schedule(run, 30 * second, () => {
    const slot = random.below(run.conductors);
    const machine = run.fleet.slots[slot]?.conductor?.machine;
    if (machine === undefined || !machine.isAwake()) return;
    const what = random.below(10);
    const inWorld = random.chance(0.6);
    const nth = 1 + random.below(inWorld ? 12 : 120);
    if (what < 4 && !without.kills && intensity > 0)
      machine.meet(nth, { what: "kill", when: random.pick(moments), inWorld });
    else if (what < 8 && !without.stops && intensity > 0)
      machine.meet(nth, { what: "suspend", when: random.pick(moments), inWorld });
    else if (what === 8) {
      run.reached.goneBack += 1;
      run.fleet.slots[slot]?.conductor?.stop();
      noteGap(run);
    }
  });
};

const moments = ["before", "during", "after"] as const;

/** For less than the term of a lease, or for longer. */
const wakeLater = (run: Run, machine: Machine): void => {
  const { time, random, reached } = run;
  reached.stops += 1;
  noteGap(run);
  time.after(second * (1 + random.below(80)), () => {
    machine.wake(random.chance(0.5));
    noteGap(run);
  });
};

/** After somebody went or came: from when on, or until when, nobody is there. Leases of the last one have to run out. */
const noteGap = ({ time, gaps, fleet }: Run): void => {
  const isAnybody = fleet.slots.some(({ conductor }) => conductor?.machine.isAwake() && !conductor.isStopped());
  const last = gaps.at(-1);
  const isOpen = last !== undefined && last.to === Number.POSITIVE_INFINITY;
  if (isAnybody && isOpen) last.to = time.now() + 2 * simulatedPace.leaseTerm;
  if (!isAnybody && !isOpen) gaps.push({ from: time.now(), to: Number.POSITIVE_INFINITY });
};

const hire = (run: Run, n: number, without: Without, intensity: number): void => {
  const { time, random, world, store, reached, fleet } = run;
  const slot = fleet.slots[n]!;
  fleet.born += 1;
  let skew = 0;
  const machine: Machine = simulatedMachine(time, () => skew, {
    onKill() {
      reached.kills += 1;
      noteGap(run);
      time.after(second * (1 + random.below(40)), () => hire(run, n, without, intensity));
    },
    onSuspend: () => wakeLater(run, machine),
  });
  if (run.skewed)
    schedule(run, 40 * second, () => {
      skew = random.chance(0.5) ? 0 : (random.below(120) - 60) * second;
    });
  const deps = simulatedDeps(machine, store, world, `${n}/${fleet.born}`, lineOf(run, without, intensity));
  slot.bornAt = time.now();
  const name = `${n}/${fleet.born}`;
  slot.conductor = startConductor(machine, deps, {
    onNews: (news) => {
      run.trace?.(`${name}: ${sayNews(news)}`);
      hear(run, news);
    },
    onBegin: (effect, { release }) => run.trace?.(`${name}: ${release.id}: ${effectKey(effect)}`),
  });
  noteGap(run);
  watchOver(run, n, without, intensity);
};

/** One that ended by itself, as it was told to, comes back after a while. */
const watchOver = (run: Run, n: number, without: Without, intensity: number): void => {
  const { time, fleet } = run;
  const conductor = fleet.slots[n]?.conductor;
  const look = (): void => {
    if (conductor === null || conductor === undefined || !conductor.machine.isAlive()) return;
    if (!conductor.isOver()) return void time.after(5 * second, look);
    if (conductor.bug() !== null) {
      run.reached.bugs += 1;
      run.world.violations.push(`a conductor ended: ${String((conductor.bug() as Error).stack)}`);
    }
    hire(run, n, without, intensity);
  };
  time.after(5 * second, look);
};

const lineOf = ({ random, time, faultsEnd }: Run, without: Without, intensity: number): Line => {
  if (intensity === 0) return soundLine;
  const isSlow = random.chance(0.3) && !without.slow;
  const broken = without.faults ? 0 : 0.002 * intensity;
  return {
    way: () => (isSlow && random.chance(0.2) ? { send: random.below(200), answer: random.below(200) } : {}),
    breaks: () => (time.now() < faultsEnd && random.chance(broken) ? random.pick(["before", "after"] as const) : null),
  };
};

const sayNews = (news: News): string => {
  switch (news.kind) {
    case "entries":
      return `${news.release}: ${news.entries.map(({ version, type }) => `${version} ${type}`).join(", ")}`;
    case "trouble":
      return `${news.release}: ${news.problem}`;
    case "conductors":
      return `${news.alive} conductors`;
    default:
      return `${news.release} ${news.kind}`;
  }
};

const hear = ({ reached, world }: Run, news: News): void => {
  if (news.kind === "taken") reached.takeovers += 1;
  if (news.kind === "lost") reached.lost += 1;
  // What is not of the catalogue is a bug of ours, and says where.
  if (news.kind === "trouble" && /\n\s+at /.test(news.problem)) world.violations.push(`bug: ${news.problem}`);
};

// ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────────

type Act = (run: Run, id: string) => Promise<Handled>;

const give =
  (who: string, command: WithoutStamp): Act =>
  ({ engine }, id) =>
    engine.command(id, { kind: who === "bot" ? "agent" : "human", id: who }, command);

const order = (who: string, environment: string, order: Extract<WithoutStamp, { type: "Order" }>["order"]): Act =>
  give(who, { type: "Order", environment, order });

const start =
  (who: string, requirement: string): Act =>
  ({ engine, played }, id) =>
    engine.start(id, requirement, { kind: who === "bot" ? "agent" : "human", id: who }, { config: played.config });

/** Whoever did it may be refused; nobody waits for the answer. A double click does it twice. */
const perform = async (run: Run, id: string, act: Act): Promise<void> => {
  run.reached.orders += 1;
  for (let clicks = run.random.chance(0.1) ? 2 : 1; clicks > 0; clicks--)
    try {
      const handled = await act(run, id);
      if (!handled.ok) run.reached.refused += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
};

const begin = (run: Run, id: string): void => {
  const { time, random } = run;
  for (const requirement of random.chance(0.5) ? ["drill", "deploy"] : ["deploy", "drill"])
    time.after(second * random.below(30), () => void perform(run, id, start("ada", requirement)));
};

/** Somebody does something: sensible, late, or neither. */
const somebody = (run: Run, { people: nobody }: Without): void => {
  const { random } = run;
  const id = random.pick(run.releases);
  const who = random.pick(people);
  const environment = random.pick(["staging", "production", "production"]);
  const what = random.below(30);
  if (what < 12) return void promoteLive(run, id, who);
  if (what < 16) return void perform(run, id, start(who, random.pick(["drill", "deploy"])));
  if (nobody) return;
  if (what < 18) void perform(run, id, order(who, environment, { type: "Pause", reason: "lunch" }));
  else if (what < 23) void perform(run, id, order(who, environment, { type: "Resume" }));
  else if (what < 26)
    void perform(run, id, order(who, environment, { type: "RollBack", reason: "it looks odd", severity: "high" }));
  else if (what < 27 && random.chance(0.2))
    void perform(run, id, give(who, { type: "Cancel", reason: "not this year" }));
  else if (what < 28) void perform(run, id, order(who, environment, { type: "Promote", step: random.below(5) }));
};

const promoteLive = async (run: Run, id: string, who: string): Promise<void> => {
  const { release } = await run.engine.load(id);
  for (const { phase, environment, step } of release.rollouts)
    if (phase === "progressing") await perform(run, id, order(who, environment, { type: "Promote", step }));
};

// ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const minute = 60 * second;

/** Nothing breaks any more and somebody willing is there: does it come to an end? */
const recover = async (run: Run): Promise<void> => {
  const { time, fleet, world } = run;
  heal(world);
  for (const { conductor } of fleet.slots)
    if (conductor?.machine.isAlive() && !conductor.machine.isAwake()) conductor.machine.wake(true);
  for (let minutes = 0; minutes < 40 && !run.ended; minutes += 0.5) {
    for (const id of run.releases) await willing(run, id);
    await time.until(() => false, minute / 2);
    run.ended = await isAllOver(run);
  }
  for (const { conductor } of fleet.slots) conductor?.stop();
  await time.until(() => fleet.slots.every(({ conductor }) => conductor === null || conductor.isOver()), minute);
};

/** Lets everything go on that waits for a person. */
const willing = async (run: Run, id: string): Promise<void> => {
  const { release } = await run.engine.load(id);
  for (const { phase, paused, environment, step, failure } of release.rollouts) {
    // It was asked for before it was known that the build was rolled back for cause.
    if (phase === "waiting" && failure?.includes("was rolled back in"))
      await perform(run, id, order("ada", environment, { type: "RollBack", reason: "not again", severity: "low" }));
    if (phase !== "progressing") continue;
    if (paused !== null) await perform(run, id, order("ada", environment, { type: "Resume" }));
    await perform(run, id, order("ada", environment, { type: "Promote", step }));
  }
};

const isAllOver = async ({ engine, releases }: Run): Promise<boolean> => {
  const rollouts: Rollout[] = [];
  for (const id of releases) rollouts.push(...(await engine.load(id)).release.rollouts);
  for (const name of ["staging", "production"]) {
    const { heldBy, waiting } = await engine.readEnvironment("shop", name);
    if (heldBy !== null || waiting.length > 0) return false;
  }
  return rollouts.every((one) => isOver(one) && one.freed);
};
