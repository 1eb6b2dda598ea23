import { createConfig, lintFromString } from "@redocly/openapi-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { allowedBy, type JsonSchema, spoilt } from "../support/schema-values.ts";
import { type Answer, type ServedHome, serveHome } from "../support/serve.ts";

type Parameter = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: JsonSchema;
};
type Operation = {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: JsonSchema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
};
type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

const documentOf = async (served: ServedHome) =>
  (await served.ask(null, "GET", "/api/v1/openapi.json")).body as unknown as Document;

const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

test("the API document is OpenAPI 3.1, and a linter finds nothing in it", async () => {
  await using served = await serveHome();
  const document = await documentOf(served);
  // The server of a test has no name that anybody else could reach.
  const config = await createConfig({ extends: ["recommended"], rules: { "no-server-example.com": "off" } });

  const problems = await lintFromString({ source: JSON.stringify(document), config });

  expect(document.openapi).toBe("3.1.1");
  expect(problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`)).toEqual([]);
});

/** A path and a query that the document allows. */
const addressBy = (path: string, parameters: readonly Parameter[]): fc.Arbitrary<string> => {
  const part = (place: "path" | "query") =>
    fc.record(
      Object.fromEntries(
        parameters.filter((one) => one.in === place).map(({ name, schema }) => [name, allowedBy(schema)]),
      ),
      { requiredKeys: parameters.filter((one) => one.in === place && one.required).map(({ name }) => name) },
    );
  return fc.tuple(part("path"), part("query")).map(([params, query]) => {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
    const search = Object.entries(query).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => `${name}=${encodeURIComponent(String(one))}`),
    );
    return search.length === 0 ? filled : `${filled}?${search.join("&")}`;
  });
};

/** A stream does not end, and a body of raw bytes has no schema to be right or wrong by. */
/** Rules between two parameters, which a document of OpenAPI has no words for. */
const beyond = ["rps and errorRate go together", "give a moment after `from`"];

const isForbidden = ({ body }: Answer): boolean => {
  const { code, detail } = body as { readonly code?: string; readonly detail?: string };
  return code === "INPUT_INVALID" && !beyond.some((rule) => detail?.includes(rule) === true);
};

const isAsked = ({ operation }: { readonly operation: Operation }): boolean => {
  const sends = Object.keys(operation.requestBody?.content ?? { "application/json": {} });
  return sends[0] === "application/json" && operation.responses["200"]?.content?.["text/event-stream"] === undefined;
};

test("whatever the document allows is understood, and whatever it forbids is refused with reasons", async () => {
  // It knocks more often than anybody may.
  await using served = await serveHome({ perMinute: { all: 1e6, signIn: 1e6, hooks: 1e6 } });
  await served.open("1.0.0");
  const reached: Record<string, number> = {};
  for (const { path, method, operation } of operationsOf(await documentOf(served)).filter(isAsked)) {
    const schema = operation.requestBody?.content["application/json"]?.schema;
    const request = fc.tuple(
      addressBy(path, operation.parameters),
      schema === undefined ? fc.constant(undefined) : allowedBy(schema),
      fc.nat(1_000),
    );
    for (const [address, body, how] of fc.sample(request, { numRuns: 6, seed: 7 })) {
      const allowed = await served.ask("ada", method, address, body);
      expect(
        allowed.status,
        `${method} ${address} ${JSON.stringify(body)}: ${JSON.stringify(allowed.body)}`,
      ).toBeLessThan(500);
      expect(
        isForbidden(allowed),
        `${method} ${address} ${JSON.stringify(body)}: ${JSON.stringify(allowed.body)}`,
      ).toBe(false);
      reached[allowed.status] = (reached[allowed.status] ?? 0) + 1;
      if (schema === undefined) continue;
      const bad = spoilt(schema, body, how);
      const forbidden = await served.ask("ada", method, address, bad);
      if (bad === null || schema.type !== "object") continue;
      expect(forbidden, `${method} ${address} ${JSON.stringify(bad)}`).toMatchObject({
        status: 400,
        body: { code: "INPUT_INVALID" },
      });
    }
  }
  // Requests that the document allows do not all end at the same refusal.
  expect(Object.keys(reached).length).toBeGreaterThanOrEqual(4);
}, 120_000);
