import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { evidence, given, minutes, openRelease } from "../../../test/support/release.ts";
import { climb } from "../../../test/support/rollout.ts";
import { statusAnswer } from "../../api/status-answer.ts";
import { toStatusAnswer } from "../../api/to-status-answer.ts";
import { status } from "../../domain/process/status.ts";
import type { ReleaseEvent } from "../../domain/release/events.ts";
import { paint } from "./paint.ts";
import { statusText } from "./status-text.ts";

const answerOf = (events: readonly ReleaseEvent[], at = minutes(5), all = false) => {
  const release = given(openRelease(), ...events);
  return toStatusAnswer({ release, process: defaultProcess, view: status(defaultProcess, release, at) }, at, all);
};
const plain = { paint: paint(false), columns: 100 };

test("the answer fits its schema, whole and in short", () => {
  for (const all of [false, true]) {
    const answer = answerOf([...climb()], minutes(30), all);
    expect(statusAnswer.parse(answer)).toEqual(answer);
    expect("requirements" in answer).toBe(all);
  }
});

test("a blocker says who, what, why and what to type", () => {
  const text = statusText(answerOf([]), plain);

  expect(text).toContain("● entry 0/7");
  expect(text).toContain("○ staging 0/");
  expect(text).toMatch(/\nEli East\n {2}entry\.functional {2}missing {2}Functional tests pass\n {4}no evidence yet\n/);
  expect(text).toContain("→ headgate import shop-1.1.0 entry.functional FILE (junit)");
  expect(text).toContain("Exit gates: 0 of 8 open");
});

test("people come one by one, with all that is theirs together", () => {
  const { blockedBy } = answerOf([]);
  const text = statusText(answerOf([]), plain);

  for (const name of new Set(blockedBy.flatMap(({ who }) => who)))
    expect(text.split("\n").filter((line) => line === name)).toHaveLength(1);
});

test("what is met blocks no more", () => {
  const passed = evidence("entry.functional", { figures: { total: 3, passed: 3, failed: 0, blocked: 0 } });

  expect(answerOf([]).blockedBy.map(({ id }) => id)).toContain("entry.functional");
  expect(answerOf([passed]).blockedBy.map(({ id }) => id)).not.toContain("entry.functional");
});

test("a rollout under way shows its step, what keeps it there and the way back", () => {
  const story = climb();
  const onFirst = story.slice(0, story.findIndex(({ type }) => type === "WeightConfirmed") + 1);
  const text = statusText(answerOf(onFirst, minutes(10)), plain);

  expect(text).toContain("5 % of traffic on 1.1.0, step 1 of 4");
  expect(text).toContain("stays on this step:");
  expect(text).toContain("bake: ");
  expect(text).toContain("headgate rollback shop-1.1.0 production --reason TEXT --as <person>");
});

test("colour adds nothing: without it every word is the same", () => {
  for (const all of [false, true]) {
    const answer = answerOf([...climb()], minutes(30), all);
    const colored = statusText(answer, { ...plain, paint: paint(true) });
    expect(colored).not.toBe(statusText(answer, plain));
    expect(stripVTControlCharacters(colored)).toBe(statusText(answer, plain));
  }
});

test("R206: needs tells an agent what it must leave to people", () => {
  const { requirements = [] } = answerOf([], minutes(5), true);
  const needs = (kind: string) => new Set(requirements.filter((one) => one.kind === kind).map((one) => one.needs));

  expect(requirements.find(({ id }) => id === "A7")?.needs).toBe("human:security-lead");
  expect([...needs("approval"), ...needs("record")].filter((one) => !one.startsWith("human:"))).toEqual([]);
  expect(needs("check")).toEqual(new Set(["anyone"]));
});
