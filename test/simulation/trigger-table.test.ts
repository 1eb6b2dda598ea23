import { describe, expect, test } from "vitest";
import type { Step } from "../../src/domain/rollout/step.ts";
import { type Instant, millis, plus } from "../../src/domain/units.ts";
import { acted, type Case, openCase } from "../support/case.ts";
import { rollBack } from "../support/moments.ts";
import { effectsOf, isOver, reported, rolloutOf } from "../support/obey.ts";
import { process, ways } from "../support/played-plans.ts";
import { build, inService } from "../support/release.ts";
import { started } from "../support/walk.ts";
import { newWorld, perform, shareOf, sideOf, type World } from "../support/world.ts";

type Play = { readonly at: Case; readonly world: World };
type Moment = "as it begins" | "once it has its weight";

const opened = (steps: readonly Step[]): Case => {
  const environment = { steps, count: 4 };
  const plan = { environments: { staging: environment, production: environment }, interval: millis(10_000) };
  const at = openCase(process, { plan });
  return acted(at, "ada", started(at, "deploy"));
};

/** One turn of a conductor in a world in which nothing breaks by itself. */
const turn = ({ at, world }: Play): Play => {
  const done = effectsOf(at).reduce((now, effect) => reported(now, perform(world, effect, rolloutOf(now), now.at)), at);
  return { world, at: { ...done, at: plus(done.at, millis(5_000)) } };
};

const isAt = (at: Case, step: number, moment: Moment): boolean => {
  const rollout = rolloutOf(at);
  return (
    rollout.phase === "progressing" && rollout.step === step && (moment === "as it begins" || rollout.weightAt !== null)
  );
};

const go = (at: Case): Case => {
  const { phase, step, approved } = rolloutOf(at);
  if (phase !== "progressing" || approved) return at;
  try {
    return acted(at, "ada", { type: "Order", environment: "production", order: { type: "Promote", step } });
  } catch {
    return at; // its other gates are closed
  }
};

const reach = (steps: readonly Step[], step: number, moment: Moment): Play => {
  let play: Play = { at: opened(steps), world: { ...newWorld(4), missing: 4 } };
  for (let turns = 0; turns < 400; turns++) {
    if (isAt(play.at, step, moment)) return play;
    play = turn({ ...play, at: go(play.at) });
  }
  throw new Error(`step ${step} was never reached`);
};

const settled = (before: Play): { readonly play: Play; readonly took: number } => {
  let play = before;
  const from: Instant = before.at.at;
  for (let turns = 0; turns < 400 && !isOver(rolloutOf(play.at)); turns++) play = turn(play);
  return { play, took: play.at.at - from };
};

const harmed = (play: Play): Play => {
  play.world.faults.harm = true;
  return play;
};
const ordered = ({ at, world }: Play): Play => ({ world, at: acted(at, "eli", rollBack) });

const rows = Object.entries(ways).flatMap(([way, steps]) =>
  steps.flatMap((step, index) =>
    (["as it begins", "once it has its weight"] as const).flatMap((moment) => {
      // Nobody reaches the candidate before its first weight: there is no harm that a machine could see.
      const isSeen = moment === "once it has its weight" && (step.weight > 0 || step.cohort !== null);
      const people = { way, steps, index, moment, by: "a person" } as const;
      return isSeen ? [people, { ...people, by: "a verdict" } as const] : [people];
    }),
  ),
);

const outcomes = new Map<string, number>();

describe("R77: a trigger at every step of every strategy in turn", () => {
  test.each(rows)("$way, step $index, $moment, by $by: the old version, and its smoke tests pass", (row) => {
    const there = reach(row.steps, row.index, row.moment);
    const { play, took } = settled(row.by === "a person" ? ordered(there) : harmed(there));
    const { phase, rollback } = rolloutOf(play.at);
    expect({ phase, by: rollback?.by, smoke: rollback?.smoke?.failed, escalated: rollback?.escalatedAt }).toEqual({
      phase: "rolled-back",
      by: row.by === "a person" ? "eli" : "headgate",
      smoke: 0,
      escalated: null,
    });
    const { world } = play;
    expect([shareOf(world, inService.digest), shareOf(world, build.digest)]).toEqual([100, 0]);
    expect(sideOf(world, inService.digest).ready).toBeGreaterThanOrEqual(4);
    expect(sideOf(world, build.digest).asked).toBe(0);
    expect(world.violations).toEqual([]);
    expect(took).toBeLessThan(process.rollbackTarget);
    outcomes.set(row.way, (outcomes.get(row.way) ?? 0) + 1);
  });

  test("none was left out", () => {
    for (const [way, steps] of Object.entries(ways)) expect(outcomes.get(way)).toBeGreaterThanOrEqual(2 * steps.length);
  });
});
