import { expect, test } from "vitest";
import { answersOf } from "./view.ts";

test("a form is read as answers, and what it does not have is the first choice", () => {
  expect(answersOf({ instances: "6", spare: "2", downtime: "window", budget: "whatever" })).toEqual({
    ...{ instances: 6, spare: 2, downtime: "window", metricsPerVersion: "true" },
    ...{ schemaChange: "none", acceptance: "sure", budget: "tight" },
  });
});
