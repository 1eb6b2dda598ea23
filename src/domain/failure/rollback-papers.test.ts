import { expect, test } from "vitest";
import { acted, openCase } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { rolledBackFor } from "../../../test/support/failed.ts";
import { build, digestOf } from "../../../test/support/release.ts";
import { readyToStart } from "../../../test/support/walk.ts";
import { rollbackPapers } from "./rollback-papers.ts";

const statesOf = ({ process, release }: ReturnType<typeof openCase>) =>
  rollbackPapers(process, release).map(({ paper, of, state }) => [paper, state, of]);
const ready = readyToStart(openCase(defaultProcess), "production.deploy");

test("R133: a release that was not rolled back has two papers, and two that are not needed", () => {
  expect(statesOf(ready)).toEqual([
    ["plan", "there", "strategy.rollback-plan"],
    ["test results", "there", "report.rollback"],
    ["execution log", "not needed", "nothing was rolled back"],
    ["analysis", "not needed", "nothing was rolled back"],
  ]);
  expect(statesOf(openCase(defaultProcess)).map(([, state]) => state)).toEqual([
    ...["missing", "missing", "not needed", "not needed"],
  ]);
});

test("R133: one that was has four, each missing until it is there", () => {
  const back = rolledBackFor(ready, "production.deploy");
  expect(statesOf(back).slice(2)).toEqual([
    ["execution log", "missing", "failure-1"],
    ["analysis", "missing", "analysis.failure-1"],
  ]);
  const log = digestOf("the log");
  const collected = acted(back, "headgate", { type: "RecordFailure", failure: "failure-1", document: log });
  const fields = Object.fromEntries(
    defaultProcess.stages.flatMap(({ analysis }) => (analysis?.fields ?? []).map(({ name }) => [name, "a full disk"])),
  );
  const filed = { type: "FileRecord", requirement: "analysis.failure-1", fields, raw: build.digest } as const;
  const whole = acted(collected, "bo", filed);
  expect(statesOf(whole).map(([, state]) => state)).toEqual(["there", "there", "there", "there"]);
  expect(rollbackPapers(whole.process, whole.release)[2]).toMatchObject({ document: log });
});
