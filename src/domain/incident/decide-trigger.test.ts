import { describe, expect, test } from "vitest";
import { acted, ask, type Case, fold, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import {
  began,
  climbing,
  clocksOf,
  kept,
  live,
  minutesOn,
  opened,
  phaseOf,
  raise,
} from "../../../test/support/incident.ts";
import { build, digestOf, evidence, given, inService, openRelease } from "../../../test/support/release.ts";
import { climb, wayBack } from "../../../test/support/rollout.ts";
import { started } from "../../../test/support/walk.ts";
import { shownFor } from "../process/shown.ts";
import { status } from "../process/status.ts";
import { describe as describeEvent } from "../release/describe.ts";
import { exposureInWords } from "./exposure.ts";
import { reactionOf, waitedFor } from "./reaction.ts";

const fix = {
  name: "no-upsell",
  kind: "flag",
  does: "switches the upsell off",
  verifiedBy: "production.smoke",
} as const;
const planned = { plannedFixes: [fix] };
const triggerOf = ({ release }: Case) => release.triggers.at(-1);
const typesOf = (at: Case, by: string, asked: Parameters<typeof ask>[2]) => refusalOf(at, by, asked);
const decide = (answers: Record<string, string>, reason = "we looked") =>
  ({ type: "DecideTrigger", trigger: "trigger-1", answers, reason }) as const;
const apply = (name: string = fix.name) => ({ type: "ApplyFix", trigger: "trigger-1", fix: name }) as const;
const smoked = (at: Case, failed = 0): Case =>
  fold(at, [evidence("production.smoke", { figures: { checked: 8, failed } }, at.at)]);

describe("R121: a critical trigger", () => {
  test.each(["climbing", "live"])("starts the way back in the same append, with nobody's leave (%s)", (name) => {
    const at = name === "live" ? live() : climbing();
    expect(typesOf(at, "cy", raise("critical"))).toBe(
      "accepted: TriggerRaised, TriggerDecided, RollbackStarted, AttemptFailed",
    );
    const back = acted(at, "cy", raise("critical"));
    expect(back.release.rollouts.at(-1)?.rollback).toMatchObject({ by: "headgate", reason: "the cart loses items" });
  });
  test("is never raised by an agent, nor is a high one; it may report an issue", () => {
    expect(["critical", "high"].map((one) => refusalOf(live(), "bot", raise(one as "high")))).toEqual([
      "AGENT_FORBIDDEN",
      "AGENT_FORBIDDEN",
    ]);
  });
  test("is settled when the traffic is back, and then stops nobody (T10)", () => {
    const back = acted(live(), "cy", raise("critical"));
    const id = back.release.rollouts.at(-1)?.id ?? "";
    expect(refusalOf(back, "ada", started(back, "production.deploy"))).toBe("ROLLOUT_IN_PROGRESS");
    const steps = wayBack({}, back.at).filter(({ type }) => !["RollbackStarted", "RolloutRolledBack"].includes(type));
    const almost = fold(back, steps.slice(0, 3));
    const done = acted(almost, "headgate", { type: "Report", rollout: id, report: { type: "ConfirmRemoved" } });
    expect(triggerOf(done)).toMatchObject({ settled: { how: "rolled back" } });
    expect(refusalOf(done, "ada", started(done, "production.deploy"))).not.toMatch(/INCIDENTS|ROLLOUT/);
  });
  test("says when there is no way back any more, and stays open until it is settled", () => {
    const decision = ask(opened(), "cy", raise("critical"));
    expect(decision).toMatchObject({ ok: true, note: expect.stringContaining("a new release of the old version") });
    const told = acted(opened(), "cy", raise("critical"));
    expect(kept(told).release.triggers.at(-1)?.escalatedAt).toBe(told.at);
    const settle = {
      type: "SettleTrigger",
      trigger: "trigger-1",
      how: "mended later",
      reason: "1.0.1 is out",
    } as const;
    expect(triggerOf(acted(told, "ada", settle))).toMatchObject({ settled: { how: "mended later" } });
  });
});

describe("R122: a high trigger", () => {
  const high = acted(live(planned), "cy", raise("high"));
  test("escalates at 45 minutes, once, and rolls back at 60", () => {
    expect(clocksOf(minutesOn(high, 44))).toEqual([]);
    const told = kept(minutesOn(high, 45));
    expect(triggerOf(told)).toMatchObject({ escalatedAt: told.at });
    expect(clocksOf(minutesOn(told, 14))).toEqual([]);
    const over = kept(minutesOn(told, 15));
    expect(phaseOf(over)).toBe("rolling-back");
    expect(over.release.rollouts.at(-1)?.rollback).toMatchObject({ by: "headgate", severity: "high" });
    expect(clocksOf(over)).toEqual([]);
  });
  test("is not stopped by a decision to fix, only by a fix that a check has verified", () => {
    const decided = acted(high, "ada", decide({ critical: "no", "quick-fix": fix.name }));
    const applied = acted(minutesOn(decided, 20), "ada", apply());
    expect(applied.release.asked["production.smoke"]).toBe(applied.at);
    expect(phaseOf(kept(minutesOn(applied, 40)))).toBe("rolling-back");
    const red = kept(smoked(minutesOn(applied, 10), 1));
    expect(triggerOf(red)?.settled).toBeNull();
    const green = kept(smoked(minutesOn(applied, 12)));
    expect(triggerOf(green)).toMatchObject({ settled: { how: "fixed in place" } });
    expect(phaseOf(kept(minutesOn(green, 60)))).toBe("promoted");
  });
  test("withdraws a rollout that still waits for its environment: nothing begins where harm is open", () => {
    const asked = { ...climbing(), release: given(openRelease(), ...climb({ at: began }).slice(0, 1)) };
    expect(phaseOf(asked)).toBe("waiting");
    const over = kept(minutesOn(acted(asked, "cy", raise("high")), 60));
    expect(phaseOf(over)).toBe("rolled-back");
    expect(triggerOf(over)).toMatchObject({ rollout: null, settled: null, decision: { choice: "roll-back" } });
    expect(typesOf(asked, "cy", raise("critical"))).toBe(
      "accepted: TriggerRaised, TriggerDecided, RollbackStarted, RolloutRolledBack",
    );
  });
  test("T9: runs through a pause, a freeze and the wait for a go", () => {
    const order = { type: "Order", environment: "production", order: { type: "Pause", reason: "lunch" } } as const;
    const paused = acted(acted(climbing(), "ada", order), "cy", raise("high"));
    const frozen = fold(paused, [
      { type: "RolloutFrozen", rollout: paused.release.rollouts[0]?.id ?? "", at: paused.at, reason: "a freeze" },
    ]);
    expect(phaseOf(frozen)).toBe("progressing");
    expect(phaseOf(kept(minutesOn(frozen, 60)))).toBe("rolling-back");
  });
});

test("R122: a clock that was left goes on where it stood: grading there and back wins nobody time", () => {
  const high = acted(live(), "cy", raise("high"));
  const grade = (severity: "high" | "medium") =>
    ({ type: "GradeTrigger", trigger: "trigger-1", severity, reason: "we looked" }) as const;
  const lower = acted(minutesOn(high, 50), "ada", grade("medium"));
  const back = acted(minutesOn(lower, 20), "ada", grade("high"));
  expect(phaseOf(kept(minutesOn(back, 9)))).toBe("promoted");
  expect(phaseOf(kept(minutesOn(back, 10)))).toBe("rolling-back");
});

test("R125: what a deputy decides is decided in somebody's stead, and says so", () => {
  const people = live().release.plan.people.map((one) => (one.id === "ada" ? { ...one, deputies: ["gil"] } : one));
  const high = acted(live({ ...planned, people }), "cy", raise("high"));
  const decided = acted(high, "gil", decide({ critical: "no", "quick-fix": fix.name }));
  expect(triggerOf(decided)).toMatchObject({ decision: { by: "gil", for: "ada" } });
  const settle = { type: "SettleTrigger", trigger: "trigger-1", how: "cleared", reason: "none" } as const;
  const decision = ask(decided, "gil", settle);
  const said = decision.ok ? decision.events.map(describeEvent) : [];
  expect(said).toEqual(["trigger-1 is settled (cleared) by gil for ada: none"]);
});

describe("R123: a medium trigger", () => {
  const medium = acted(live(), "cy", raise("medium"));
  test("nobody decides about for 4 h goes to the DevOps Lead and the Product Owner", () => {
    expect(clocksOf(minutesOn(medium, 239))).toEqual([]);
    const at = minutesOn(medium, 240);
    const decision = ask(at, "headgate", { type: "KeepTriggers" });
    expect(decision).toMatchObject({ events: [{ type: "TriggerEscalated", to: ["ada", "bo"] }] });
    expect([phaseOf(kept(at)), clocksOf(kept(at))]).toEqual(["promoted", []]);
  });
  test("that was decided about escalates no more", () => {
    const decided = acted(medium, "bo", decide({ critical: "no", workaround: "yes" }));
    expect(clocksOf(minutesOn(decided, 500))).toEqual([]);
  });
});

test("R124: a low trigger offers no rollback until somebody raises its severity", () => {
  const low = acted(live(), "cy", raise("low"));
  const order = { type: "RollBack", reason: "a wrong comma", severity: "low" } as const;
  expect(refusalOf(low, "ada", { type: "Order", environment: "production", order })).toBe("TOO_LIGHT");
  expect(refusalOf(low, "ada", decide({ critical: "yes" }))).toBe("TOO_LIGHT");
  expect(clocksOf(minutesOn(low, 10_000))).toEqual([]);
  const grade = { type: "GradeTrigger", trigger: "trigger-1", severity: "high", reason: "it hides the price" } as const;
  const raised = acted(minutesOn(low, 100), "ada", grade);
  expect(phaseOf(kept(minutesOn(raised, 59)))).toBe("promoted");
  expect(phaseOf(acted(raised, "ada", decide({ critical: "yes" })))).toBe("rolling-back");
});

describe("R125: the guided decision leaves a record of answers, decider, time and outcome", () => {
  const high = acted(live(planned), "cy", raise("high"));
  test.each([
    ["critical: roll back", { critical: "yes" }, "roll-back", "rolling-back"],
    ["a quick fix: fix it in place", { critical: "no", "quick-fix": fix.name }, "fix-in-place", "promoted"],
    ["no quick fix: roll back, mend, deploy again", { critical: "no", "quick-fix": "no" }, "roll-back", "rolling-back"],
  ] as const)("%s", (_, answers, choice, phase) => {
    const at = minutesOn(high, 7);
    const decided = acted(at, "di", decide(answers));
    expect(triggerOf(decided)).toMatchObject({ decision: { choice, by: "di", at: at.at, answers } });
    expect(phaseOf(decided)).toBe(phase);
  });
  test("asks for what was not answered, and only the roles of the process decide", () => {
    expect(refusalOf(high, "ada", decide({}))).toBe("ANSWER_MISSING");
    expect(refusalOf(high, "ada", decide({ critical: "no", "quick-fix": "a guess" }))).toBe("ANSWER_MISSING");
    expect(refusalOf(high, "gil", decide({ critical: "yes" }))).toBe("ROLE_MISSING");
  });
});

test("R131: ten minutes of hesitation are ten minutes on the report, and what is decided at once is none", () => {
  const high = acted(live(), "cy", raise("high"));
  const waiting = triggerOf(high);
  expect(waiting && [reactionOf(waiting), waitedFor(waiting, minutesOn(high, 3).at)]).toEqual([null, 180_000]);
  const decided = triggerOf(acted(minutesOn(high, 10), "ada", decide({ critical: "yes" })));
  expect(decided && reactionOf(decided)).toBe(600_000);
  const atOnce = triggerOf(acted(live(), "cy", raise("critical")));
  expect(atOnce && reactionOf(atOnce)).toBe(0);
});

describe("R132: during an incident", () => {
  const high = acted(live(planned), "cy", raise("high"));
  test("a digest that staging has not seen is refused", () => {
    const unseen = { ...build, version: "1.1.1", digest: digestOf("a hasty build") };
    expect(refusalOf(high, "ada", { type: "ReplaceBuild", build: unseen, reason: "it will help" })).toBe(
      "ROLLOUT_IN_PROGRESS",
    );
    const fresh = given(...[{ ...openedWith(unseen) }]);
    const other = { ...high, release: fresh };
    expect(refusalOf(other, "ada", started(other, "production.deploy"))).toBe("GATE_CLOSED");
  });
  test("a change that nobody planned is refused, with the list of those that were", () => {
    const decision = ask(high, "ada", apply("restart-everything"));
    expect(decision).toMatchObject({ refusal: { code: "FIX_NOT_PLANNED", detail: { known: fix.name } } });
  });
});

const openedWith = (of: typeof build) => {
  const { release } = opened();
  const { id, service, plan, process, config, openedAt: at } = release;
  return { type: "ReleaseOpened", at, release: id, service, build: of, process, config, plan, by: "ada" } as const;
};

test("an alert that comes again is no second trigger; a worse one raises the first", () => {
  const first = acted(live(), "cy", raise("medium", "abc"));
  expect(refusalOf(first, "cy", raise("medium", "abc"))).toMatch(/known already, as trigger-1/);
  const worse = acted(minutesOn(first, 30), "cy", raise("high", "abc"));
  expect(worse.release.triggers).toMatchObject([{ severity: "high", since: worse.at }]);
});

test("R134: the weaknesses that would return with the old build are told to whoever signs for them", () => {
  const { release } = live();
  expect(exposureInWords(release)).toMatch(/^not known/);
  const seen = evidence("checklist.security", { figures: {} });
  if (seen.type !== "EvidenceRecorded") throw new Error("the helper gives evidence");
  const compared = {
    release: "shop-1.0.0",
    version: "1.0.0",
    build: inService.digest,
    raw: digestOf("old"),
    figures: {},
    lists: { returning: ["critical CVE-2026-1", "high CVE-2026-2"] },
    findings: [],
    problem: null,
  };
  const scanned = fold(live(), [{ ...seen, evidence: { ...seen.evidence, compared } }]);
  expect(exposureInWords(scanned.release)).toBe("with 1.0.0 would return: critical CVE-2026-1, high CVE-2026-2");
  const a23 = defaultProcess.requirements.find(({ id }) => id === "A23");
  const shows = a23?.kind === "approval" ? a23.shows : [];
  expect(a23?.owner).toBe("security-lead");
  expect(shownFor(scanned.process, scanned.release, shows)).toContainEqual({
    item: "fact:exposure",
    of: "with 1.0.0 would return: critical CVE-2026-1, high CVE-2026-2",
  });
});

test("T10: an open trigger shows as blocking with its clock, never silently", () => {
  const high = acted(live(), "cy", raise("high"));
  const { blocking } = status(high.process, high.release, high.at);
  expect(blocking).toContainEqual(expect.objectContaining({ id: "trigger-1", due: minutesOn(high, 60).at }));
});
