import { expect, test } from "vitest";
import { feedbackInWords } from "./feedback.ts";

const issue = (n: number, state = "open", source = "users") =>
  ({ id: `issue-${n}`, severity: "medium", title: `fault ${n}`, state, source }) as never;

test("R87: the product owner sees what users report, the newest first, and nothing of others", () => {
  expect(feedbackInWords({ issues: [] })).toBe("users have reported nothing");
  expect(feedbackInWords({ issues: [issue(1, "open", "tests")] })).toBe("users have reported nothing");
  expect(feedbackInWords({ issues: [issue(1), issue(2, "closed"), issue(3, "deferred")] })).toBe(
    "issue-3 (medium, deferred): fault 3; issue-1 (medium, open): fault 1; 1 closed",
  );
  const many = Array.from({ length: 8 }, (_, i) => issue(i));
  expect(feedbackInWords({ issues: many })).toMatch(/^issue-7 .*; 3 more$/);
});
