import { openCalendar } from "../../src/domain/calendar/hindrance.ts";
import type { Command } from "../../src/domain/release/commands.ts";
import { decide } from "../../src/domain/release/decide.ts";
import type { Effect } from "../../src/domain/release/effects.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { evolve } from "../../src/domain/release/evolve.ts";
import { reconcile } from "../../src/domain/release/reconcile.ts";
import type { Release } from "../../src/domain/release/release.ts";
import type { Purpose, Rollout } from "../../src/domain/rollout/rollout.ts";
import { runningStep } from "../../src/domain/runbook/own-step.ts";
import { type Instant, instant, millis } from "../../src/domain/units.ts";
import { type Asked, actor } from "./case.ts";
import { hookPlans, pausesOf, process, runbookOf, ways } from "./played-plans.ts";
import { type Random, randomFrom } from "./random.ts";
import { digestOf, given, minutes, openRelease, plan } from "./release.ts";
import { heal, shake } from "./shake.ts";
import { Failed, newWorld, perform, type World } from "./world.ts";

/** One life of a release, and of the world that it was played against. */
export type Run = {
  readonly seed: number;
  readonly purpose: Purpose;
  readonly way: keyof typeof ways;
  readonly world: World;
  readonly opened: Release;
  release: Release;
  now: Instant;
  readonly log: ReleaseEvent[];
  /** Reports as they were delivered, for delivering them again. */
  readonly reports: Extract<Command, { type: "Report" }>[];
  late: Extract<Command, { type: "Report" }>[];
  /** Rollouts that are over and free, and the environment too. */
  ended: boolean;
};

type Report = Run["reports"][number];

const begin = (seed: number, random: Random): Run => {
  const way = random.pick(["canary", "canary", "cohort", "blueGreen", "rolling", "surge", "recreate"] as const);
  const environment = { steps: ways[way], count: 4 };
  const hooks = random.pick(hookPlans);
  const opened = given(
    openRelease({
      plan: {
        hooks,
        environments: { staging: environment, production: environment },
        interval: millis(10_000),
        runbook: runbookOf(seed),
        ...pausesOf(seed),
      },
    }),
  );
  return {
    seed,
    way,
    purpose: random.chance(0.3) ? "drill" : "deploy",
    world: { ...newWorld(4), missing: way === "rolling" ? 1 : 0 },
    opened,
    release: opened,
    now: minutes(1),
    log: [],
    reports: [],
    late: [],
    ended: false,
  };
};

/** What the core makes of it; nothing when it refuses. */
const send = (run: Run, command: Command): readonly ReleaseEvent[] => {
  const decision = decide(process, run.release, command);
  if (!decision.ok) return [];
  for (const event of decision.events) {
    if (event.type === "HookStarted" && event.point === "before-traffic")
      run.world.restores = run.release.plan.hooks.some(({ change }) => change === "irreversible");
    if (event.type === "RollbackStarted") run.world.decided.set(event.rollout, ++run.world.moment);
    run.log.push(event);
  }
  run.release = decision.events.reduce<Release>(evolve, run.release);
  return decision.events;
};

const deliver = (run: Run, command: Report): void => {
  run.reports.push(command);
  send(run, command);
  const again = decide(process, run.release, command);
  if (!again.ok || again.events.length > 0) run.world.violations.push(`R74: ${command.report.type} counts twice`);
};

const reportOf = ({ world, release, now }: Run, effect: Extract<Effect, { of: "rollout" }>): Report => {
  const rollout = release.rollouts.find(({ id }) => id === effect.rollout)!;
  const stamp = { type: "Report", at: now, by: actor("headgate"), rollout: rollout.id } as const;
  try {
    return { ...stamp, report: perform(world, effect, rollout, now) };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return { ...stamp, report: { type: "ReportFailure", effect: effect.kind, reason: error.message } };
  }
};

const effectsOf = ({ release, now }: Run) =>
  reconcile(process, release, now, openCalendar).filter((effect) => effect.of === "rollout");

/** One tick of a conductor that may crash between an effect and its report, and whose reports may be late or doubled. */
const conduct = (run: Run, random: Random): void => {
  for (const effect of effectsOf(run)) {
    const report = reportOf(run, effect);
    if (effect.kind !== "report" && random.chance(0.06)) return;
    if (random.chance(0.06)) run.late.push(report);
    else {
      deliver(run, report);
      if (random.chance(0.06)) run.late.push(report);
    }
  }
};

const deliverLate = (run: Run, random: Random): void => {
  const due = run.late.filter(() => random.chance(0.3));
  run.late = run.late.filter((report) => !due.includes(report));
  for (const report of due) deliver(run, { ...report, at: run.now });
};

const requirementOf = (run: Run): string => (run.purpose === "drill" ? "drill" : "deploy");
const environmentOf = (run: Run): string => (run.purpose === "drill" ? "staging" : "production");

const start = ({ world, purpose }: Run): Asked => ({
  type: "StartRollout",
  requirement: purpose === "drill" ? "drill" : "deploy",
  runbook: plan.runbook.digest,
  runs: world.environment.runs,
  heldBack: null,
  calendar: openCalendar,
});

/** Somebody does something: sensible, late, or neither. */
const somebody = (run: Run, random: Random): Asked => {
  const environment = environmentOf(run);
  const at = run.release.rollouts.at(-1)?.step ?? 0;
  const order = (order: Extract<Asked, { type: "Order" }>["order"]): Asked => ({ type: "Order", environment, order });
  switch (random.below(12)) {
    case 0:
      return order({ type: "Pause", reason: "lunch" });
    case 1:
    case 2:
    case 3:
      return order({ type: "Resume" });
    case 4:
      return random.chance(0.3) ? order({ type: "RollBack", reason: "it looks odd", severity: "high" }) : start(run);
    case 5:
      return order({ type: "Promote", step: random.below(5) });
    case 6:
      return {
        type: "Approve",
        requirement: requirementOf(run),
        shown: [],
        shownDigest: digestOf("nothing"),
        build: run.release.build.digest,
      };
    case 7:
      return random.chance(0.1) ? { type: "Cancel", reason: "not this year" } : start(run);
    default:
      return stepAsked(run) ?? order({ type: "Promote", step: at });
  }
};

/** Whoever is about says how the manual step went that is waited for. */
const stepAsked = ({ release }: Run): Asked | null => {
  const rollout = release.rollouts.at(-1);
  const step = rollout === undefined ? null : runningStep(rollout);
  if (rollout === undefined || step?.by !== "manual") return null;
  const { environment } = rollout;
  return { type: "Order", environment, order: { type: "ConfirmStep", number: step.number, isDone: true, note: "" } };
};

const act = (run: Run, by: string, asked: Asked): void => {
  send(run, { ...asked, at: run.now, by: actor(by) } as Command);
};

const seconds = (run: Run, n: number): void => {
  run.now = instant(run.now + 1_000 * n);
};

const isOver = ({ phase, freed }: Rollout): boolean => (phase === "closed" || phase === "rolled-back") && freed;

/** Nothing breaks any more and somebody willing is there: does it come to an end? */
const recover = (run: Run, random: Random): void => {
  heal(run.world);
  for (const report of run.late.splice(0)) deliver(run, { ...report, at: run.now });
  for (let turns = 0; turns < 150 && !run.ended; turns++) {
    for (const effect of effectsOf(run)) deliver(run, reportOf(run, effect));
    const rollout = run.release.rollouts.at(-1);
    const asked = stepAsked(run);
    if (asked !== null) act(run, "ada", asked);
    if (rollout?.paused != null)
      act(run, "ada", { type: "Order", environment: rollout.environment, order: { type: "Resume" } });
    else
      act(run, "ada", {
        type: "Order",
        environment: environmentOf(run),
        order: { type: "Promote", step: rollout?.step ?? 0 },
      });
    const wait = rollout?.phase === "promoted" && random.chance(0.2) ? 1_800 : 10;
    seconds(run, wait);
    run.ended = run.release.rollouts.every(isOver) && run.world.environment.heldBy === null;
  }
};

/** The same seed plays the same run, to the last event. */
export const play = (seed: number): Run => {
  const random = randomFrom(seed);
  const run = begin(seed, random);
  act(run, "ada", start(run));
  const turns = 5 + random.below(60);
  for (let turn = 0; turn < turns; turn++) {
    seconds(run, random.chance(0.02) ? -20 : random.pick([1, 2, 5, 10, 30]));
    if (random.chance(0.01)) seconds(run, 2_400);
    if (random.chance(0.7)) shake(run.world, random);
    if (random.chance(0.2)) act(run, random.pick(["ada", "ada", "bo", "bot"]), somebody(run, random));
    deliverLate(run, random);
    conduct(run, random);
  }
  recover(run, random);
  return run;
};
