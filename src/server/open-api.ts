import { z } from "zod";
import { problem } from "../api/problem.ts";
import { type Route, tags } from "../api/route.ts";
import { catalogue } from "../errors.ts";
import { isCommand } from "./admit.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * The OpenAPI document of all routes, made from the very tables by which they are served.
 * @source OpenAPI Specification 3.1.1
 */
export const openApiOf = (routes: readonly Route[], version: string, url: string): Json => ({
  openapi: "3.1.1",
  info: {
    title: "Headgate",
    version,
    summary: "Takes a validated build to production and can prove how.",
    description: about,
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url }],
  security: [{ token: [] }, { session: [] }],
  tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name, description: tags[name] })),
  paths: pathsOf(routes),
  components: {
    securitySchemes: {
      token: { type: "http", scheme: "bearer", description: "A token: `headgate token make`." },
      session: { type: "apiKey", in: "cookie", name: "__Host-headgate", description: "Of a browser that signed in." },
    },
    schemas: { Problem: schemaOf(problem, "output") },
    responses: {
      Problem: {
        description: "It was refused, or failed: what happened, and what to do.",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  },
});

const about = `Rules and words are those of the command line: the same command gives the same answer.
Moments are RFC 3339 in UTC. Errors are problems of RFC 9457 with a \`code\` of the catalogue.
A request with an \`Idempotency-Key\` is done once, however often it is sent within a day.
A browser's session sends its csrf token as \`x-headgate-csrf\` with whatever changes something.`;

const pathsOf = (routes: readonly Route[]): Json =>
  Object.fromEntries(
    [...Map.groupBy(routes, ({ path }) => path)].map(([path, all]) => [
      path,
      Object.fromEntries(all.map((route) => [route.method.toLowerCase(), operationOf(route)])),
    ]),
  );

const operationOf = (route: Route): Json => ({
  operationId: route.name,
  tags: [route.tag],
  summary: route.summary,
  ...(route.needs === "nobody" ? { security: [] } : {}),
  "x-headgate-permission": route.needs,
  ...(isCommand(route) && route.signs ? { "x-headgate-signs": true } : {}),
  parameters: [
    ...parametersOf(route.params, "path"),
    ...parametersOf(route.query, "query"),
    ...(route.repeatable ? [idempotencyKey] : []),
  ],
  ...(route.body === null ? {} : { requestBody: { required: true, content: contentOf(route.body, "input") } }),
  responses: {
    ...(route.answer === null
      ? { "204": { description: "Done." } }
      : { "200": { description: "Done.", content: contentOf(route.answer, "output") } }),
    ...Object.fromEntries(statusesOf(route).map((status) => [status, { $ref: "#/components/responses/Problem" }])),
    default: { $ref: "#/components/responses/Problem" },
  },
});

const statusesOf = ({ refuses, needs }: Route): readonly string[] => {
  const general = needs === "nobody" ? [400, 429] : [400, 401, 403, 429];
  return [...new Set([...general, ...refuses.map((code) => catalogue[code].status)])].toSorted().map(String);
};

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "Any text of your own; the same one repeats the same request.",
  schema: { type: "string", minLength: 1, maxLength: 200 },
};

const contentOf = (part: z.ZodType | string, io: "input" | "output"): Json =>
  typeof part === "string"
    ? { [part]: part.startsWith("text/") ? { schema: { type: "string" } } : {} }
    : { "application/json": { schema: schemaOf(part, io) } };

/** What JSON cannot say of a value (a brand, a check in code) is left open. */
const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

const parametersOf = (schema: z.ZodType, place: "path" | "query"): readonly Json[] => {
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
};
