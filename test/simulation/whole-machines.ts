import { effectKey } from "../../src/conductor/effect-key.ts";
import type { News } from "../../src/conductor/engine.ts";
import { type Line, simulatedDeps, simulatedPace, soundLine, startConductor } from "../support/simulated-conductor.ts";
import { type Machine, simulatedMachine } from "../support/simulated-machine.ts";
import { type Run, schedule, second, type Without } from "./whole-run.ts";

/** So many conductors; each that dies or is stopped is followed by another one. */
export const employ = (run: Run, without: Without, intensity: number): void => {
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
    case "unauthorised":
      return `${news.environment}: ${news.findings.join("; ")}`;
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
