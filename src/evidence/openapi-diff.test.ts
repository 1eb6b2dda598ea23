import { describe, expect, test } from "vitest";
import { fixture, problemOf, read } from "../../test/support/fixture.ts";

const info = { title: "Shop", version: "1" };
type Json = Readonly<Record<string, unknown>>;
const document = (paths: Json, schemas: Json = {}) => ({ openapi: "3.1.0", info, paths, components: { schemas } });
const titles = (before: unknown, after: unknown) =>
  read("openapi-diff", { before, after }).findings.map((f) => f.title);

const answering = (schema: Json) =>
  document({ "/a": { get: { responses: { 200: { content: { "application/json": { schema } } } } } } });
const taking = (schema: Json) =>
  document({ "/a": { post: { requestBody: { content: { "application/json": { schema } } }, responses: {} } } });
const asking = (...parameters: Json[]) => document({ "/a": { get: { parameters, responses: {} } } });

test("two documents: operations that break their callers, each change with its place", () => {
  const report = read("openapi-diff", fixture("openapi-diff.json"));
  expect(report.figures).toEqual({ total: 3, passed: 0, failed: 3, skipped: 0, blocked: 0, breaking: 4, added: 1 });
  expect(report.findings.map(({ where, title }) => `${where}: ${title}`)).toEqual([
    "GET /items: 200[].price: number became number or null",
    "POST /orders: body.country is required now",
    'POST /orders: body.speed: "fast" is not taken any more',
    "DELETE /orders/{id}: it is gone",
  ]);
  expect(report.texts).toEqual({ before: "Shop 1.0.0", after: "Shop 1.1.0" });
});

test("a document breaks nobody against itself, whatever its parameters in the path are called", () => {
  const path = (name: string) => document({ [`/a/{${name}}`]: { get: { responses: {} } } });
  expect(read("openapi-diff", { before: path("id"), after: path("key") }).figures).toMatchObject({
    total: 1,
    failed: 0,
    added: 0,
  });
});

describe("what the caller sends", () => {
  const text = { type: "string" };
  test.each<[string, unknown, unknown, readonly string[]]>([
    [
      "a new required parameter",
      asking(),
      asking({ name: "q", in: "query", required: true }),
      ["the query parameter q is new and required"],
    ],
    ["a new optional parameter", asking(), asking({ name: "q", in: "query" }), []],
    ["a parameter that is gone", asking({ name: "q", in: "query" }), asking(), ["the query parameter q is gone"]],
    ["a narrowed type", taking({ type: "number" }), taking({ type: "integer" }), ["body: number became integer"]],
    ["a widened type", taking({ type: "integer" }), taking({ type: "number" }), []],
    ["a type where there was none", taking({}), taking(text), ["body: anything became string"]],
    [
      "a new required property",
      taking({ properties: { a: text } }),
      taking({ properties: { a: text }, required: ["a"] }),
      ["body.a is required now"],
    ],
    ["a value that an enum lost", taking({ enum: [1, 2] }), taking({ enum: [1] }), ["body: 2 is not taken any more"]],
    ["a value that an enum won", taking({ enum: [1] }), taking({ enum: [1, 2] }), []],
    [
      "null that is not taken any more",
      taking({ type: "string", nullable: true }),
      taking(text),
      ["body: string or null became string"],
    ],
    [
      "required by way of allOf",
      taking({ allOf: [{ properties: { a: text } }] }),
      taking({ allOf: [{ required: ["a"] }] }),
      ["body.a is required now"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(titles(before, after)).toEqual(expected);
  });
});

describe("what the caller reads", () => {
  const text = { type: "string" };
  test.each<[string, unknown, unknown, readonly string[]]>([
    [
      "a property that is gone",
      answering({ properties: { a: text } }),
      answering({ properties: {} }),
      ["200.a is gone"],
    ],
    ["a property that is new", answering({ properties: {} }), answering({ properties: { a: text } }), []],
    [
      "one that may be absent now",
      answering({ properties: { a: text }, required: ["a"] }),
      answering({ properties: { a: text } }),
      ["200.a may be absent now"],
    ],
    ["a widened type", answering({ type: "integer" }), answering({ type: "number" }), ["200: integer became number"]],
    ["a narrowed type", answering({ type: "number" }), answering({ type: "integer" }), []],
    [
      "a new value of an enum",
      answering({ enum: ["a"] }),
      answering({ enum: ["a", "b"] }),
      ['200: may be "b" now, which no caller knows'],
    ],
    [
      "a response that is gone",
      answering({}),
      document({ "/a": { get: { responses: {} } } }),
      ["the response 200 is gone"],
    ],
    [
      "deep in a list",
      answering({ items: { properties: { a: text } } }),
      answering({ items: { properties: { a: { type: "object" } } } }),
      ["200[].a: string became object"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(titles(before, after)).toEqual(expected);
  });
});

test("documents that refer to themselves in a circle end", () => {
  const circle = document(
    { "/a": { get: { responses: { 200: { content: { json: { schema: { $ref: "#/components/schemas/A" } } } } } } } },
    { A: { properties: { next: { $ref: "#/components/schemas/A" } }, allOf: [{ $ref: "#/components/schemas/A" }] } },
  );
  expect(titles(circle, circle)).toEqual([]);
});

test.each([
  ["one document alone", document({}), /before/],
  ["Swagger 2", { before: { ...document({}), openapi: "2.0" }, after: document({}) }, /only OpenAPI 3/],
  [
    "a reference that leads nowhere",
    { before: taking({ $ref: "#/components/schemas/X" }), after: taking({}) },
    /leads nowhere/,
  ],
  [
    "a reference out of the document",
    { before: taking({ $ref: "other.yaml#/X" }), after: taking({}) },
    /does not lead to/,
  ],
  ["a required that is no list", { before: taking({ required: true }), after: taking({}) }, /required|Invalid/],
])("refuses %s", (_, report, problem) => {
  expect(problemOf("openapi-diff", report)).toMatch(problem);
});
