import { describe, expect, test } from "vitest";
import { cellOf, standing, waitsForMe } from "./view.ts";

const debt = { kind: "approval", overdue: false } as const;
const mine = (...owes: readonly object[]) => ({ owes: owes.map((one) => ({ ...debt, ...one })) }) as never;

describe("what waits for me", () => {
  test.each([
    [mine(), "Nothing waits for you."],
    [mine({}), "One thing waits for you."],
    [mine({}, { overdue: true }), "2 things wait for you; 1 overdue."],
    [mine({ kind: "watch" }), "Nothing waits for you."],
  ])("is said in one sentence", (answer, says) => expect(waitsForMe(answer)).toBe(says));
});

const place = {
  runs: { version: "1.0.0", digest: "sha256:1" },
  heldBy: null,
  findings: [],
  problem: null,
  waiting: [],
};
const cell = (more: object) => cellOf({ ...place, ...more } as never);

describe("what is live there", () => {
  test("is good only where somebody looked and nothing is wrong", () => {
    expect(cell({})).toEqual({ version: "1.0.0", tone: "good", says: "as released" });
    expect(cell({ problem: "no route" })).toMatchObject({ tone: "doubt", says: "nobody could look: no route" });
    expect(cell({ findings: ["2 strangers"] })).toMatchObject({ tone: "bad", says: "2 strangers" });
    expect(cell({ runs: null })).toMatchObject({ version: "–", tone: "idle" });
  });
  test("names who is at work there, and how many are next", () => {
    const heldBy = { release: "shop-1.1.0", phase: "progressing" };
    expect(cell({ heldBy, waiting: [{}] })).toMatchObject({ tone: "act", says: "shop-1.1.0 is progressing, 1 next" });
  });
});

test.each([
  [{ phase: "open", stage: "staging", blocking: 3, problem: null }, "act", "staging: 3 open"],
  [{ phase: "open", stage: "staging", blocking: 0, problem: null }, "act", "staging: at work"],
  [{ phase: "closed", stage: "", blocking: 0, problem: null }, "good", "closed"],
  [{ phase: "cancelled", stage: "", blocking: 0, problem: null }, "idle", "cancelled"],
  [{ phase: "unreadable", stage: "", blocking: 0, problem: "line 4 is damaged" }, "bad", "line 4 is damaged"],
])("where a release stands: %j", (listed, tone, says) => expect(standing(listed)).toEqual({ tone, says }));
