import { expect, test } from "vitest";
import type { RolloutAnswer } from "../../api/status-answer.ts";
import { progressLine, weightBar } from "./rollout-text.ts";

const rollout: RolloutAnswer = {
  id: "shop-1.1.0/production-deploy-1",
  environment: "production",
  purpose: "deploy",
  phase: "progressing",
  candidate: "1.1.0",
  baseline: "1.0.0",
  step: 2,
  steps: 4,
  weight: 25,
  bakeLeft: 41_000,
  closed: ["bake: 41 s left", "analysis: 120 of 299 requests"],
  verdict: { outcome: "inconclusive", reason: "120 of 299 requests" },
  paused: null,
  frozen: null,
  failure: null,
  keepUntil: null,
  rollback: null,
};

test("the live line holds the weight, the step, the bake that is left and the verdict's words", () => {
  expect(progressLine(rollout, 120)).toBe(
    "production-deploy-1  █████░░░░░░░░░░░░░░░ 25 %  step 2 of 4  bake 41s left  inconclusive: 120 of 299 requests",
  );
});

test("the live line says what a person has to do, or what is tried again", () => {
  const waits = { ...rollout, bakeLeft: 0, verdict: null, closed: ["approval: nobody gave the go for this step"] };
  const fails = { ...waits, closed: [], failure: "instance 1 answers 503" };
  const paused = { ...rollout, paused: { by: "ada", reason: "a call" } };

  expect(progressLine(waits, 200)).toContain("approval: nobody gave the go for this step");
  expect(progressLine(fails, 200)).toContain("trying again: instance 1 answers 503");
  expect(progressLine(paused, 200)).toContain("paused by ada: a call");
  const frozen = { ...paused, frozen: "freeze F1, Christmas" };
  expect(progressLine(frozen, 200)).toContain("nothing advances: freeze F1, Christmas");
});

test("the live line never breaks into a second one", () => {
  expect([...progressLine(rollout, 60)]).toHaveLength(60);
});

test("a drill that went back is no bad news; a deploy that did is", () => {
  const back = { by: "headgate", reason: "5 of 100 failed", severity: "critical" };

  expect(progressLine({ ...rollout, phase: "rolled-back", rollback: back }, 200)).toContain(
    "rolled back: 5 of 100 failed",
  );
  expect(progressLine({ ...rollout, phase: "rolled-back", rollback: { ...back, severity: "drill" } }, 200)).toContain(
    "rehearsed and rolled back, as planned",
  );
});

test("a small share shows, and only all is full", () => {
  expect(weightBar(0)).toBe("░".repeat(20));
  expect(weightBar(0.5)).toBe(`█${"░".repeat(19)}`);
  expect(weightBar(99)).toBe(`${"█".repeat(19)}░`);
  expect(weightBar(100)).toBe("█".repeat(20));
});
