// The engine loads these when they are asked for the first time, which takes real time: then the first play of a process
// would differ from every other one of its seed.
import "../../src/conductor/adopt.ts";
import "../../src/conductor/handle.ts";
import "../../src/conductor/keep-queue.ts";
import "../../src/conductor/open.ts";
import "../../src/conductor/record-refusal.ts";
import "../../src/conductor/release-hold.ts";
import "../../src/conductor/unstick.ts";
import { createEngine } from "../../src/conductor/create-engine.ts";
import type { Engine } from "../../src/conductor/engine.ts";
import { toEntry } from "../../src/conductor/entries.ts";
import { environmentStream } from "../../src/domain/environment.ts";
import { isOver } from "../../src/domain/environment-queue.ts";
import type { Rollout } from "../../src/domain/rollout/rollout.ts";
import { digest } from "../../src/domain/units.ts";
import { sha256 } from "../../src/journal/chain.ts";
import type { Entry } from "../../src/journal/port.ts";
import { randomFrom } from "../support/random.ts";
import { simulatedDeps } from "../support/simulated-conductor.ts";
import { morning, simulatedMachine } from "../support/simulated-machine.ts";
import { fullSize, type Played, played, process } from "../support/simulated-service.ts";
import { type SimulatedStore, simulatedStore } from "../support/simulated-store.ts";
import { simulatedTime } from "../support/simulated-time.ts";
import { newWorld, type World } from "../support/simulated-world.ts";
import { heal, shake } from "./whole-faults.ts";
import { employ } from "./whole-machines.ts";
import { begin, somebody, willing } from "./whole-people.ts";
import { type Limits, type Run, schedule, second } from "./whole-run.ts";

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

const isAllOver = async ({ engine, releases }: Run): Promise<boolean> => {
  const rollouts: Rollout[] = [];
  for (const id of releases) rollouts.push(...(await engine.load(id)).release.rollouts);
  for (const name of ["staging", "production"]) {
    const { heldBy, waiting } = await engine.readEnvironment("shop", name);
    if (heldBy !== null || waiting.length > 0) return false;
  }
  return rollouts.every((one) => isOver(one) && one.freed);
};
