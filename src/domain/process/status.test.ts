import { describe, expect, test } from "vitest";
import { acted, type Case, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { people } from "../../../test/support/release.ts";
import { smallProcessText } from "../../../test/support/small-process.ts";
import { approval, check, record, stage, tinyProcess } from "../../../test/support/tiny-process.ts";
import {
  answered,
  evidenceOf,
  passing,
  requirementOf,
  signature,
  stageOf,
  stateOf,
  statusOf,
} from "../../../test/support/walk.ts";
import { loadProcess } from "../../process/load.ts";
import type { Evidence } from "../release/evidence.ts";
import { evolve } from "../release/evolve.ts";
import { millis } from "../units.ts";
import { isMet } from "./judgement.ts";

const opened = openCase(defaultProcess);

test("R1: a changed criterion shows for a new release, and one in flight keeps the text that it pinned", () => {
  const read = (text: string) => {
    const reading = loadProcess("process.yaml", text);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    return reading.value;
  };
  const title = (process: typeof defaultProcess, before = openCase(process)) =>
    requirementOf({ ...before, process }, "A1").title;
  const [old, changed] = [read(smallProcessText), read(smallProcessText.replace("title: Go,", "title: Really go,"))];
  expect([title(old), title(changed)]).toEqual(["Go", "Really go"]);
});

describe("R2: a role that nobody holds", () => {
  const at = openCase(defaultProcess, { plan: { people: people.filter(({ id }) => id !== "cy") } });

  test("is named, and keeps the first gate shut", () => {
    expect(requirementOf(at, "role:sre")).toMatchObject({
      state: "missing",
      reason: "role:sre unassigned",
      stage: "entry",
    });
    expect(statusOf(at).blocking.map(({ id }) => id)).toContain("role:sre");
  });
  test("is not held by an agent", () => {
    const agents = people.map((one) => (one.id === "cy" ? { ...one, kind: "agent" as const } : one));
    expect(stateOf(openCase(defaultProcess, { plan: { people: agents } }), "role:sre")).toBe("missing");
  });
  test("is asked of nobody when the process does not require it", () => {
    const roles = [{ id: "dba", title: "DBA", charge: "Data.", required: false }];
    expect(statusOf(openCase(tinyProcess([check({ id: "c" })], { roles }))).requirements.map(({ id }) => id)).toEqual([
      "c",
    ]);
  });
});

test("R12: exit criteria and quality gates are one list of eight", () => {
  const { exitGates } = statusOf(opened);
  expect(exitGates.map(({ id }) => id)).toEqual(defaultProcess.exitGates.map(({ id }) => id));
  expect(exitGates).toHaveLength(8);
  expect(exitGates.every(({ open, blockedBy }) => !open && blockedBy.length > 0)).toBe(true);
});

test("R13: the eight outputs are requirements of the process, none of which can be waived away unseen", () => {
  const known = new Map(statusOf(opened).requirements.map((one) => [one.id, one.state]));
  expect(defaultProcess.outputs.map(({ requirement }) => known.get(requirement))).toEqual(Array(8).fill("missing"));
});

describe("T54: absence is never a pass", () => {
  const process = tinyProcess([check({ id: "c" }), check({ id: "bare", rules: [] })]);
  const at = openCase(process);
  const seeing = (change: Partial<Evidence>): Case => {
    const { evidence } = evidenceOf(at, "c");
    const event = { type: "EvidenceRecorded", at: at.at, evidence: { ...evidence, ...change } } as const;
    return { ...at, release: evolve(at.release, event) };
  };

  test("no evidence is missing, an unreadable report an error, an unanswered question inconclusive", () => {
    expect(stateOf(at, "c")).toBe("missing");
    expect(requirementOf(seeing({ report: null, problem: "not XML" }), "c")).toMatchObject({
      state: "error",
      reason: "not XML",
    });
    expect(stateOf(answered(at, "c", { figures: {} }), "c")).toBe("inconclusive");
    expect(stateOf(answered(at, "c", { figures: { failed: Number.NaN } }), "c")).toBe("inconclusive");
    expect(stateOf(answered(at, "bare"), "bare")).toBe("inconclusive");
    expect(stateOf(answered(at, "c"), "c")).toBe("pass");
  });
  test("none of those opens the gate", () => {
    const states = ["fail", "missing", "stale", "inconclusive", "error"] as const;
    expect(states.filter(isMet)).toEqual([]);
  });
  test("R38: no check of the default process passes on an empty report", () => {
    const checks = defaultProcess.requirements.filter(({ kind }) => kind === "check");
    // So that every check applies.
    const hooks = [{ point: "before-traffic", change: "reversible", within: millis(1) }] as const;
    const declared = { frameworks: ["pci-dss"] };
    const bound = ["production.telemetry#telemetry"];
    const opened = openCase(defaultProcess, { plan: { hooks, declared, bound } });
    const empty = checks.map(({ id }) => {
      const answer = evidenceOf(opened, id, { figures: {}, texts: {}, lists: {} }).evidence;
      const release = ["", ...checks.flatMap((one) => (one.kind === "check" ? one.parts : []))].reduce(
        (now, part) => evolve(now, { type: "EvidenceRecorded", at: opened.at, evidence: { ...answer, part } }),
        opened.release,
      );
      return stateOf({ ...opened, release }, id);
    });
    expect(empty.filter((state) => isMet(state as "pass"))).toEqual([]);
    expect(empty.length).toBeGreaterThan(30);
  });
});

test("a check that falls due again is stale once its last look is one and a half periods old", () => {
  const at = answered(openCase(tinyProcess([check({ id: "c", every: millis(3_600_000) })])), "c");
  expect(stateOf(later(at, 1.4), "c")).toBe("pass");
  expect(requirementOf(later(at, 1.6), "c").reason).toBe("the last look is too long ago");
});

test("evidence grows old, and a report that says when it was made is as old as that", () => {
  const process = tinyProcess([check({ id: "c", freshness: { within: millis(48 * 3_600_000) } })]);
  const at = answered(openCase(process), "c");
  expect(stateOf(later(at, 48), "c")).toBe("pass");
  expect(requirementOf(later(at, 48.1), "c").reason).toBe("it is older than 2 days");
});

test("a stage waits for the gates that it comes after, and only what can be worked on blocks", () => {
  const process = tinyProcess([record({ id: "first", stage: "one" }), record({ id: "second", stage: "two" })], {
    stages: [stage("one"), stage("two", { after: ["one"] })],
  });
  const at = openCase(process);
  expect([stageOf(at, "one"), stageOf(at, "two")]).toEqual(["open", "waiting"]);
  expect(statusOf(at).blocking.map(({ id }) => id)).toEqual(["first"]);
  const filed = acted(at, "ada", {
    type: "FileRecord",
    requirement: "first",
    fields: { answer: "42" },
    raw: at.release.config,
  });
  expect(statusOf(filed).blocking.map(({ id }) => id)).toEqual(["second"]);
});

test("everything that blocks says who owes it, why, and what can be done now", () => {
  for (const one of statusOf(opened).blocking) {
    expect(one.who.length, one.id).toBeGreaterThan(0);
    expect(one.act, one.id).toMatch(/^headgate /);
    expect(one.why, one.id).not.toBe("");
  }
});

test("an approval whose signer lost the role is void", () => {
  const at = openCase(tinyProcess([approval({ id: "A" })]));
  const signed = acted(at, "ada", signature(at, "A"));
  const plan = { ...signed.release.plan, people: people.map((one) => ({ ...one, roles: ["guest"] })) };
  expect(requirementOf({ ...signed, release: { ...signed.release, plan } }, "A")).toMatchObject({
    state: "stale",
    reason: "void: ada no longer holds devops-lead",
  });
});

test("R38: a signature is no evidence: a person cannot say that a probe looked", () => {
  const looked = evidenceOf(opened, "checklist.rollback");
  expect(passing(opened, "checklist.rollback").figures.seconds).toBe(0);
  expect(["ada", "bot"].map((by) => refusalOf(opened, by, looked))).toEqual(["NOT_BY_REPORT", "NOT_BY_REPORT"]);
});
