import { expect, test } from "vitest";
import { neededValues } from "./check-values.ts";
import { requestsNeeded } from "./requests-needed.ts";

test.each(neededValues)("$requests requests show a limit of $limit with $bad bad ones", (value) => {
  expect(requestsNeeded(value.limit, value.bad, value.beta)).toBe(value.requests);
});

test("no number of requests shows a limit of 0", () => {
  expect(requestsNeeded(0, 0, 0.05)).toBeNull();
});
