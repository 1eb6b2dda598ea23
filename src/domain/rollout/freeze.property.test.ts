import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { acted, ask, type Case, openCase } from "../../../test/support/case.ts";
import {
  awaitsGo,
  first,
  live,
  moments,
  order,
  promote,
  report,
  rollBack,
  types,
} from "../../../test/support/moments.ts";
import { effectsOf, isOver, reported, rolloutOf, turn, upAndRunning } from "../../../test/support/obey.ts";
import { process, ways } from "../../../test/support/played-plans.ts";
import { plan } from "../../../test/support/release.ts";
import { started } from "../../../test/support/walk.ts";
import { millis, plus } from "../units.ts";
import type { Rollout } from "./rollout.ts";

const reason = "freeze F1, Christmas";
const frozen = { start: reason, advance: reason };

/** A rollout to production on one of all ways, after so many turns of a world in which everything works. */
const under = (way: keyof typeof ways, turns: number): Case => {
  const opened = openCase(process, {
    plan: { environments: { ...plan.environments, production: { steps: ways[way], count: 4 } } },
  });
  let now = acted(opened, "ada", started(opened, "deploy"));
  for (let i = 0; i < turns; i++) now = go(turn(now));
  return now;
};

/** People give every go that is asked for. */
const go = (at: Case): Case => {
  const given = ask(at, "ada", promote(rolloutOf(at).step));
  return given.ok && given.events.length > 0 ? acted(at, "ada", promote(rolloutOf(at).step)) : at;
};

const frozenFor = (at: Case, turns: number): readonly Case[] => {
  const seen = [at];
  for (let i = 0; i < turns; i++) seen.push(go(turn(seen.at(-1)!, frozen)));
  return seen;
};

const place = ({ step, weight, phase }: Rollout) => ({ step, weight, phase });
const anyWay = fc.constantFrom(...(Object.keys(ways) as (keyof typeof ways)[]));

test("R49: in a freeze nothing advances: no step, no weight, no phase but the way back; and after it, it goes on", () => {
  fc.assert(
    fc.property(anyWay, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 40 }), (way, before, length) => {
      const at = under(way, before);
      const start = rolloutOf(at);
      const seen = frozenFor(at, length);
      for (const now of seen.map(rolloutOf)) {
        if (now.phase === "rolling-back" || now.phase === "rolled-back") expect(start.closedAt).not.toBeNull();
        else expect(place(now)).toEqual(place(start));
      }
      let after = seen.at(-1)!;
      for (let i = 0; i < 200 && !upAndRunning(rolloutOf(after)) && !isOver(rolloutOf(after)); i++)
        after = go(turn(after));
      expect(rolloutOf(turn(after))).toMatchObject({ frozen: null });
      expect(["promoted", "closed", "rolled-back"]).toContain(rolloutOf(after).phase);
    }),
    { seed: 1, numRuns: 150 },
  );
});

test("R49: from wherever it stands in a freeze a rollback ends with all users on the known-good build", () => {
  fc.assert(
    fc.property(anyWay, fc.integer({ min: 0, max: 60 }), (way, before) => {
      let now = frozenFor(under(way, before), 3).at(-1)!;
      if (isOver(rolloutOf(now))) return;
      now = acted(now, "ada", rollBack);
      for (let i = 0; i < 60 && !isOver(rolloutOf(now)); i++) now = turn(now, frozen);
      expect(rolloutOf(now)).toMatchObject({ phase: "rolled-back", weight: 0, freed: true });
    }),
    { seed: 2, numRuns: 100 },
  );
});

describe("a rollout that the calendar stops", () => {
  const freeze = { type: "Freeze", reason } as const;

  test("says so once, and goes on by itself when it is over, with its clocks begun anew", () => {
    expect(types(report(first, freeze))).toEqual(["RolloutFrozen"]);
    const held = reported(first, freeze);
    expect(types(report(held, freeze))).toEqual([]);
    const later = { ...held, at: plus(held.at, millis(86_400_000)) };
    expect(effectsOf(later, frozen).map(({ kind }) => kind)).not.toContain("report");
    const on = reported(later, { type: "Thaw" });
    expect(rolloutOf(on)).toMatchObject({ frozen: null, stepSince: later.at });
  });
  test("still looks at the candidate, and harm still takes it back", () => {
    const kinds = effectsOf({ ...first, at: plus(first.at, millis(60_000)) }, frozen).map(({ kind }) => kind);
    expect(kinds).toContain("measure");
  });
  test("is not let go on by a go or a resume: those are other matters", () => {
    const held = reported(awaitsGo, freeze);
    expect(types(ask(held, "ada", promote(1)))).toEqual(["STEP_NOT_READY"]);
    expect(types(ask(held, "ada", order({ type: "Resume" })))).toEqual(["NOT_PAUSED"]);
  });
  test("does not take the environment while it waits for it, and keeps the way back of a promoted build", () => {
    expect(effectsOf(moments.waiting, frozen).map(({ kind }) => kind)).toEqual(["report"]);
    const late = { ...live, at: plus(live.at, millis(30 * 86_400_000)) };
    expect(effectsOf(late).map(({ kind }) => kind)).toContain("retire");
    expect(effectsOf(late, frozen).map(({ kind }) => kind)).not.toContain("retire");
  });
  test("goes back where users are shut out, for that is no place to stay", () => {
    let now = under("recreate", 0);
    while (rolloutOf(now).closedAt === null) now = turn(now);
    expect(types(report(now, freeze))).toEqual(["RolloutFrozen", "TriggerRaised", "TriggerDecided", "RollbackStarted"]);
  });
});
