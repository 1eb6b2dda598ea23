import { expect, test } from "vitest";
import { digestOf, minutes } from "../../../test/support/release.ts";
import type { Issue } from "../incident/incident.ts";
import { issuesInWords } from "./issues-in-words.ts";

const issue = (id: string, severity: Issue["severity"], state: Issue["state"] = "closed"): Issue => ({
  id,
  severity,
  state,
  title: `the ${severity} thing`,
  source: "users",
  environment: "production",
  reference: "",
  build: digestOf("build"),
  at: minutes(1),
  by: "bo",
  graded: true,
  deferral: null,
  closedAt: null,
});

test("R191: “No major issues” only if it is true", () => {
  expect(issuesInWords([], 0)).toBe("No major issues. Nothing had to be rolled back.");
  expect(issuesInWords([issue("issue-1", "medium"), issue("issue-2", "low", "open")], 0)).toBe(
    "No major issues; 2 issue(s), 1 still open.",
  );
  expect(issuesInWords([issue("issue-1", "high"), issue("issue-2", "low")], 0)).toBe(
    "2 issue(s), 0 still open, 1 of them critical or high: issue-1 the high thing.",
  );
  expect(issuesInWords([], 1)).toBe("1 attempt(s) were rolled back; see the record.");
  expect(issuesInWords([issue("issue-1", "medium")], 1)).not.toContain("No major");
});
