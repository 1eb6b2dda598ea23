import { expect, test } from "vitest";
import { smallProcessText } from "../../test/support/small-process.ts";
import { loadProcess } from "./load.ts";

const problemsOf = (notice: string): readonly string[] => {
  const reading = loadProcess(
    "process.yaml",
    `${smallProcessText}notices:\n  - { id: n, give-up-after: 1m, subject: s, ${notice} }\n`,
  );
  return reading.ok ? [] : reading.problems.map(({ what, fix }) => `${what}; ${fix}`);
};

test("R87: people who may write messages need a notice that sends them", () => {
  const may = `to: [lead], body: b }\nmessages-by: [lead]\n#`;
  expect(problemsOf(`on: hook-failed, ${may}`).join()).toContain("has messages written that nobody gets");
  expect(problemsOf(`on: message-written, ${may}`)).toEqual([]);
});

test("a notice that holds together is read", () => {
  expect(problemsOf('on: rollout-started, environment: production, to: [lead, told], body: "{impact}"')).toEqual([]);
  expect(problemsOf('on: wait-begun, to: [asked], body: "{reason}"')).toEqual([]);
});

test.each([
  ["on: rollout-started, body: b", "is for nobody"],
  ["on: rollout-started, to: [leed], body: b", 'there is no role "leed"'],
  ["on: rollout-paused, to: [asked], body: b", 'there is no role "asked"'],
  ["on: rollback-running, to: [lead], body: b", "does not say how often it is told"],
  ["on: rollout-paused, every: 5m, to: [lead], body: b", "rollout-paused happens once"],
  ["on: release-cancelled, environment: staging, to: [lead], body: b", "release-cancelled has no environment"],
  ["on: hook-failed, severities: [high], to: [lead], body: b", "hook-failed has no severity"],
  ['on: hook-failed, to: [lead], body: "{reasn}"', "nobody fills in {reasn}"],
])("%s is refused: %s", (notice, problem) => {
  expect(problemsOf(notice).join("\n")).toContain(problem);
});
