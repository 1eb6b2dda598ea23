import { expect, test } from "vitest";
import { carries } from "./cohort.ts";

const header = carries({ by: "header", name: "X-Cohort", value: "staff" });
const cookie = carries({ by: "cookie", name: "cohort", value: "staff" });

test.each([
  [["x-cohort", "staff"], true],
  [["Host", "a", "X-COHORT", "staff"], true],
  [["X-Cohort", "guests", "X-Cohort", "staff"], true],
  [["X-Cohort", "Staff"], false],
  [["X-Cohort", "staff2"], false],
  [["X-Cohorts", "staff"], false],
  [["staff", "X-Cohort"], false],
  [["Cookie", "X-Cohort=staff"], false],
  [[], false],
])("a header's name is compared without case, its value exactly: %j", (raw, carried) => {
  expect(header(raw)).toBe(carried);
});

test.each([
  ["cohort=staff", true],
  ["a=1;cohort=staff;b=2", true],
  ["a=1; cohort = staff ; b=2", true],
  ['cohort="staff"', true],
  ["cohort=guests; cohort=staff", true],
  ["cohort=staff2", false],
  ["cohort=sta", false],
  ["Cohort=staff", false],
  ["mycohort=staff", false],
  ["a=cohort=staff", false],
  ["cohort", false],
  ["cohort=", false],
  ['cohort="', false],
])("a cookie is found among the others by its whole name and its whole value: %j", (sent, carried) => {
  expect(cookie(["Host", "a", "Cookie", sent])).toBe(carried);
});

test("a cookie may come in a second header; another header is none", () => {
  expect(cookie(["cookie", "a=1", "cookie", "cohort=staff"])).toBe(true);
  expect(cookie(["cohort", "staff"])).toBe(false);
});
