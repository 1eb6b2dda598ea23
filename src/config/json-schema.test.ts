import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { fullHeadgate, leastHeadgate } from "../../test/support/headgate-yaml.ts";
import { schemaProblems } from "../../test/support/json-schema-check.ts";
import { headgateSchema, processSchema } from "./json-schema.ts";
import { template } from "./template.ts";

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

const written = (path: string): unknown => parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));

test.each(["http-server", "command-driver"])("an editor finds nothing wrong with the files of examples/%s", (name) => {
  expect(schemaProblems(headgateSchema(), written(`examples/${name}/headgate.yaml`))).toEqual([]);
  expect(schemaProblems(processSchema(), written(`examples/${name}/process.yaml`))).toEqual([]);
});

test("nor with the process that ships, the file of `headgate init`, or the least and the fullest one", () => {
  expect(schemaProblems(processSchema(), written("src/process/default.yaml"))).toEqual([]);
  for (const text of [template("shop"), leastHeadgate, fullHeadgate])
    expect(schemaProblems(headgateSchema(), parse(text))).toEqual([]);
});

test("it does find a misspelt key, a wrong type, a wrong form, a missing key, and a password", () => {
  const wrong = parse(`service: Shop!
people: { ada: { nmae: Ada Reyes, email: ada@example.test } }
environments: { staging: { instances: { command: npm start } }, production: { bake-factor: 2 } }
database: postgresql://ann:hunter2@db.example/headgate
`);
  expect(schemaProblems(headgateSchema(), wrong).map((one) => one.split(":")[0])).toEqual([
    ".service",
    ".people.ada.name",
    ".people.ada.nmae",
    ".environments.staging.instances",
    ".environments.production.bake-factor",
    ".environments.production.instances",
    ".database",
    ".owner",
  ]);
});

/** Descriptions of a schema, however deep. */
const described = (node: unknown): readonly string[] => {
  if (typeof node !== "object" || node === null) return [];
  const own = "description" in node && typeof node.description === "string" ? [node.description] : [];
  return [...own, ...Object.values(node).flatMap(described)];
};

test("what a key means is said where it is written", () => {
  expect(described(headgateSchema())).toContain("How many run at full size.");
  expect(described(headgateSchema()).length).toBeGreaterThan(60);
  expect(described(processSchema()).length).toBeGreaterThan(30);
});
