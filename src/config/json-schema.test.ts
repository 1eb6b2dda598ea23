import { expect, test } from "vitest";
import { headgateSchema, processSchema } from "./json-schema.ts";

test("editors learn what is required, what is known, and what it means", () => {
  expect(headgateSchema()).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    required: ["service", "owner", "people", "environments"],
    additionalProperties: false,
    properties: {
      service: { type: "string", description: "What is released." },
      guardrails: { properties: { "error-rate": { anyOf: [{ type: "string" }, { type: "number" }] } } },
      environments: { properties: { staging: { properties: { "bake-factor": { minimum: 0, maximum: 1 } } } } },
    },
  });
});

test("the process's schema tells the kinds of requirement apart", () => {
  const text = JSON.stringify(processSchema());
  for (const kind of ["check", "approval", "document", "record", "message", "rollout"])
    expect(text).toContain(`"const":"${kind}"`);
  expect(processSchema()).toMatchObject({ additionalProperties: false, title: "process.yaml" });
});
