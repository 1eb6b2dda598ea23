import { describe, expect, test } from "vitest";
import { complaintsAbout, configOf } from "../../test/support/complaints.ts";
import { leastHeadgate } from "../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../test/support/small-process.ts";
import { loadConfig } from "./load.ts";
import { showProblem } from "./read-document.ts";

const whole = "owner: lead, expected: done, verify: look";

test("a step of people and one of a command, each at its place", () => {
  const text = `runbook:
  - { title: Tell them, at: before-rollout, ${whole} }
  - { title: Warm it, at: after-step 2, owner: lead, command: [node, warm.mjs], expected: warm, verify: [node, is-warm.mjs], within: 5m, unanswered: roll-back, reversible: false }
`;
  expect(configOf(text).runbook).toEqual([
    {
      ...{ title: "Tell them", place: "before-rollout", after: null, by: "manual", owner: "lead", expected: "done" },
      ...{ verify: "look", within: 1_800_000, unanswered: "hold", reversible: true },
    },
    {
      ...{ title: "Warm it", place: "after-step", after: 1, by: "automated", owner: "lead", expected: "warm" },
      ...{ verify: "node is-warm.mjs", within: 300_000, unanswered: "roll back", reversible: false },
      ...{ runs: ["node", "warm.mjs"], proves: ["node", "is-warm.mjs"] },
    },
  ]);
});

describe("R36: the lint of the runbook", () => {
  test.each(["owner", "expected", "verify"])("a step without %s is refused, with its file and line", (key) => {
    const rest = { owner: "lead", expected: "done", verify: "look" };
    const lines = Object.entries(rest).flatMap(([name, value]) => (name === key ? [] : [`    ${name}: ${value}`]));
    const text = `${leastHeadgate}runbook:\n  - title: Tell them\n    at: before-traffic\n${lines.join("\n")}\n`;
    const read = loadConfig("headgate.yaml", text, smallProcess());
    const line = text.split("\n").indexOf("  - title: Tell them") + 1;
    expect(read.ok ? [] : read.problems.map(showProblem)).toEqual([
      expect.stringMatching(new RegExp(`^headgate\\.yaml:${line} runbook\\[0\\]\\.${key}: .+; .+`)),
    ]);
  });

  test.each([
    [
      "an empty one too",
      `{ title: A, at: before-traffic, owner: lead, expected: "", verify: look }`,
      "runbook[0].expected: is empty",
    ],
    [
      "an unknown role",
      `{ title: A, at: before-traffic, owner: leed, expected: a, verify: b }`,
      'runbook[0].owner: the process has no role "leed"; did you mean "lead"',
    ],
    [
      "a step that the rollout does not have",
      `{ title: A, at: after-step 5, ${whole} }`,
      "runbook[0].at: the rollout has 4 steps; write after-step 4 at most",
    ],
    ["an unknown place", `{ title: A, at: later, ${whole} }`, "runbook[0].at: "],
    [
      "a proof by a command of what people do",
      `{ title: A, at: on-rollback, owner: lead, expected: a, verify: [ls] }`,
      "runbook[0].verify: is a command, and people do this step",
    ],
  ])("%s", (_, step, complaint) => {
    const said = complaintsAbout(`runbook: [${step}]\n`);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(complaint);
  });

  test("nobody is waited for while users are shut out", () => {
    const said = complaintsAbout(`strategy: { recreate: {} }\nrunbook: [{ title: A, at: before-traffic, ${whole} }]\n`);
    expect(said).toEqual([expect.stringContaining("users wait with the maintenance page")]);
  });
});

describe("R87: the go of a step in headgate.yaml", () => {
  test("names who is asked, how long, and what then; limits of a step stand beside it", () => {
    const text = `strategy: { canary: [
      { weight: 25, bake: 1h, gates: [approval], asks: lead, answer-within: 20m, unanswered: roll-back,
        watch: [{ metric: errors, above: 2% }, { metric: slow, slower-than: 500ms, above: 5%, on-breach: roll-back }] },
      { weight: 100, bake: 1h }] }\n`;
    expect(configOf(text.replace("500ms", "1s")).strategy).toMatchObject({
      steps: [
        {
          asks: "lead",
          answer: { within: 1_200_000, unanswered: "roll back" },
          watch: [
            { metric: "errors", above: 0.02, atLeast: 20, onBreach: "pause" },
            { metric: "slow", above: 0.05, slowerThan: 1_000, onBreach: "roll back" },
          ],
        },
        { gates: ["analysis"] },
      ],
    });
  });

  test("never goes on because nobody answered, and asks a role that exists", () => {
    const asked = (more: string) =>
      complaintsAbout(`strategy: { canary: [{ weight: 100, bake: 1h, gates: [approval], ${more} }] }\n`);
    expect(asked("unanswered: promote")).toEqual([
      expect.stringContaining("write hold or roll-back; nothing goes on because nobody answered"),
    ]);
    expect(asked("asks: leed")).toEqual([expect.stringContaining('the process has no role "leed"')]);
  });
});

describe("R78: a smoke test that writes", () => {
  test("must clear up after itself, or say that it only reads", () => {
    const smoke = (more: string) => complaintsAbout(`smoke: [{ get: /orders, ${more} }]\n`);
    const refused = [expect.stringContaining("leaves something behind, and nothing removes it")];
    expect(smoke("method: POST")).toEqual(refused);
    expect(smoke("safe: false")).toEqual(refused);
    expect(smoke("method: POST, cleanup: { path: /test-orders }")).toEqual([]);
    expect(smoke("method: POST, safe: true")).toEqual([]);
  });
});
