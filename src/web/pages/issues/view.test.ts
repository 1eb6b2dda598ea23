import { expect, test } from "vitest";
import { fateOf, issuesSay, openTriggers, sortedIssues } from "./view.ts";

const issue = (id: string, state: string, severity: string, at = 0) => ({ id, state, severity, at }) as never;
const trigger = (more: object) =>
  ({ id: "t", severity: "medium", settled: null, decision: null, fix: null, ...more }) as never;

test("open issues first, the worst of them first, then what was put off, then what is closed", () => {
  const all = [
    issue("a", "closed", "critical"),
    issue("b", "open", "low"),
    issue("c", "open", "high"),
    issue("d", "deferred", "low"),
  ];
  expect(sortedIssues(all).map(({ id }) => id)).toEqual(["c", "b", "d", "a"]);
});

test("signs of harm that are over are not among those to be seen to", () => {
  expect(openTriggers([trigger({ settled: { how: "cleared" } }), trigger({ severity: "high" })])).toHaveLength(1);
});

test.each([
  [trigger({}), "nobody has decided yet"],
  [trigger({ decision: { by: "ada", choice: "roll-back", reason: "harm" } }), "ada decided: roll back, for harm"],
  [trigger({ fix: { name: "no-upsell", verifiedAt: null } }), "no-upsell was applied, and is not verified yet"],
  [trigger({ settled: { how: "cleared" } }), "cleared"],
])("what became of it", (given, says) => expect(fateOf(given)).toBe(says));

test("one sentence says whether anything is wrong", () => {
  expect(issuesSay([], [])).toBe("Nothing is known to be wrong.");
  expect(issuesSay([issue("a", "open", "low")], [trigger({})])).toBe(
    "One issue is open; one sign of harm is undecided or not over.",
  );
});
