import { describe, expect, test } from "vitest";
import { acted, ask, type Case, fold, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { driven, effectsOf, isOver, reported, rolloutOf, upAndRunning } from "../../../test/support/obey.ts";
import { build, digestOf, inService, openRelease } from "../../../test/support/release.ts";
import { rolloutTo, tinyProcess } from "../../../test/support/tiny-process.ts";
import { stageOf, started, stateOf, statusOf, walked } from "../../../test/support/walk.ts";
import { decide } from "./decide.ts";
import { whatKeepsItOpen } from "./decide-closing.ts";

const close = { type: "CloseRelease" } as const;
const complete = walked(
  openCase(defaultProcess),
  ({ release }, { exitGates, stages }) =>
    exitGates.every(({ open }) => open) &&
    stages.every(({ id, state }) => id === "closure" || state === "done") &&
    release.rollouts.every(isOver),
);
const fixed = { ...build, version: "1.1.1", digest: digestOf("shop 1.1.1") };
const replace = (to = fixed) => ({ type: "ReplaceBuild", build: to, reason: "the cart lost an item" }) as const;

describe("R177: closing", () => {
  test("is accepted when all eight exit gates are open and no rollout is left", () => {
    expect(refusalOf(complete, "headgate", close)).toBe("accepted: ReleaseClosed");
  });
  test.each(defaultProcess.exitGates)("is refused while gate $id is closed, and names it", ({ id, requires }) => {
    const only = requires.find((one) =>
      defaultProcess.exitGates.every((gate) => gate.id === id || !gate.requires.includes(one)),
    );
    const { approvals, evidence, documents, records, deliveries } = complete.release;
    const drop = <T>(map: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(map).filter(([key]) => key !== only));
    const release = {
      ...complete.release,
      approvals: drop(approvals),
      evidence: drop(evidence),
      documents: drop(documents),
      records: drop(records),
      deliveries: drop(deliveries),
      rollouts: complete.release.rollouts.filter(({ environment, purpose }) => `${environment}.${purpose}` !== only),
    };
    const decision = ask({ ...complete, release }, "headgate", close);
    expect(decision).toMatchObject({ refusal: { code: "GATE_CLOSED" } });
    expect(decision.ok ? "" : decision.refusal.detail.gates).toContain(id);
  });
  test("is refused while the old build is still kept warm", () => {
    const tiny = tinyProcess([rolloutTo({ id: "deploy" })]);
    const live = driven(acted(openCase(tiny), "ada", started(openCase(tiny), "deploy")), upAndRunning);
    expect(ask(live, "headgate", close)).toMatchObject({ refusal: { detail: { gates: rolloutOf(live).id } } });
  });
  test("is no person's act, and there is no flag to force it", () => {
    expect(["ada", "gil", "bot"].map((by) => refusalOf(complete, by, close))).toEqual(Array(3).fill("ROLE_MISSING"));
  });
  test("ends everything but the last message, the seal and the way back", () => {
    const closed = acted(complete, "headgate", close);
    expect(closed.release.phase).toBe("closed");
    expect(refusalOf(closed, "ada", replace())).toBe("NOT_OPEN");
    expect(refusalOf(closed, "headgate", close)).toBe("NOT_OPEN");
    const seal = { type: "RecordSeal", head: digestOf("head"), folder: "records/shop-1.1.0" } as const;
    expect(refusalOf(closed, "headgate", seal)).toBe("accepted: RecordSealed");
    const sealed = acted(closed, "headgate", seal);
    expect(ask(sealed, "headgate", { ...seal, head: digestOf("other") })).toMatchObject({ events: [] });
  });
});

test("a rollout that ended before it began keeps no release open; what it was to bring still does", () => {
  const tiny = openCase(tinyProcess([rolloutTo({ id: "deploy" })]));
  const waiting = acted(tiny, "ada", started(tiny, "deploy"));
  const order = { type: "RollBack", reason: "not today", severity: "low" } as const;
  const ended = acted(waiting, "ada", { type: "Order", environment: "production", order });
  expect(effectsOf(ended)).toMatchObject([{ kind: "free", runs: null }]);
  const freed = reported(ended, { type: "ConfirmFreed" });
  expect(whatKeepsItOpen(freed.process, freed.release, freed.at)).toEqual(["deploy"]);
});

describe("T27, R65: a new build", () => {
  const staged = walked(openCase(defaultProcess), (now) => stageOf(now, "production") === "open");
  const replaced = acted(staged, "ada", replace());

  test("resets evidence, approvals, waivers, documents, records, messages and tasks", () => {
    const { evidence, approvals, waivers, documents, records, deliveries, tasks, rejections, asked } = replaced.release;
    for (const kept of [evidence, approvals, waivers, documents, records, deliveries, rejections, asked])
      expect(kept).toEqual({});
    expect(tasks).toEqual([]);
    expect(statusOf(replaced).requirements.filter(({ state }) => state === "pass")).toEqual([]);
  });
  test("R198: whoever wrote the old build may not approve the new one either, whatever its sender says", () => {
    const anew = acted(openCase(defaultProcess), "ada", replace({ ...fixed, authors: ["bo@example.org"] }));
    expect(anew.release.build.authors).toEqual(["dev@example.org", "bo@example.org"]);
  });
  test("keeps the attempts in its history and counts on", () => {
    expect(replaced.release.rollouts).toHaveLength(2);
    const again = walked(replaced, (now) => stateOf(now, "staging.drill") === "pass");
    expect(rolloutOf(again).attempt).toBe(2);
  });
  test("is refused while the old one is on its way, or still watched", () => {
    const tiny = openCase(tinyProcess([rolloutTo({ id: "deploy" })]));
    const moving = acted(tiny, "ada", started(tiny, "deploy"));
    expect(refusalOf(moving, "ada", replace())).toBe("ROLLOUT_IN_PROGRESS");
    expect(refusalOf(driven(moving, upAndRunning), "ada", replace())).toBe("ROLLOUT_IN_PROGRESS");
  });
  test("that is the old one changes nothing, and says so", () => {
    expect(ask(staged, "ada", replace(build))).toMatchObject({
      events: [],
      note: "that is the build it has already; nothing was reset",
    });
  });
  test("and back to the first: what ran in staging before the second one does not count any more", () => {
    const second = walked(replaced, (now) => stateOf(now, "staging.deploy") === "pass");
    const back = acted(second, "ada", replace(build));
    expect([stateOf(back, "staging.drill"), stateOf(back, "staging.deploy")]).toEqual(["missing", "missing"]);
  });
  test("and back to the first: what was rehearsed counts where nothing else ran since", () => {
    const back = acted(replaced, "ada", replace(build));
    expect([stateOf(back, "staging.drill"), stateOf(back, "staging.deploy")]).toEqual(["pass", "pass"]);
  });
});

describe("T42: opening twice", () => {
  const opening = (change: object) => {
    const { by: _, type: __, ...event } = openRelease(change);
    return { ...event, type: "OpenRelease", by: { kind: "human", id: "ada" } } as const;
  };
  test("with the same build erases nothing, and says so", () => {
    expect(decide(defaultProcess, complete.release, opening({}))).toEqual({
      ok: true,
      events: [],
      note: "shop-1.1.0 is open already with this build; nothing was changed",
    });
  });
  test("with another build is refused", () => {
    expect(decide(defaultProcess, complete.release, opening({ build: fixed }))).toMatchObject({
      refusal: { code: "ALREADY_OPEN" },
    });
  });
  test("and before the first time nothing else can be done", () => {
    expect(
      decide(defaultProcess, undefined, { ...close, at: complete.at, by: { kind: "system", id: "headgate" } }),
    ).toMatchObject({
      refusal: { code: "NOT_OPEN" },
    });
    expect(decide(defaultProcess, undefined, opening({}))).toMatchObject({
      ok: true,
      events: [{ type: "ReleaseOpened", by: "ada" }],
    });
  });
});

describe("cancelling", () => {
  const tiny = openCase(tinyProcess([rolloutTo({ id: "deploy" })]));
  const moving: Case = reported(acted(tiny, "ada", started(tiny, "deploy")), {
    type: "ConfirmHold",
    baseline: inService,
    hold: 1,
  });
  const decision = ask(moving, "ada", { type: "Cancel", reason: "not this year" });

  test("rolls back what is live, and that still ends (T37)", () => {
    const cancelled = fold(moving, decision.ok ? decision.events : []);
    expect(cancelled.release.phase).toBe("cancelled");
    const over = driven(cancelled, isOver);
    expect(rolloutOf(over).phase).toBe("rolled-back");
    expect(refusalOf(over, "ada", started(over, "deploy"))).toBe("NOT_OPEN");
  });
  test.each(["Cancel", "ReplaceBuild", "Reschedule"] as const)("%s needs a reason", (type) => {
    const asked = { ...replace(), type, reason: " ", productionAt: tiny.at };
    expect(refusalOf(tiny, "ada", asked)).toBe("REASON_MISSING");
  });
});
