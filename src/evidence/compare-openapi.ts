import { compareSchemas, type Resolved, type Resolvers } from "./compare-schemas.ts";
import {
  type Body,
  methods,
  type Openapi,
  type Operation,
  type Parameter,
  type PathItem,
  type Response,
  type Schema,
} from "./openapi-schema.ts";
import { unreadable } from "./unreadable.ts";

/** One operation of the old document and what a caller of it would stumble over. */
export type ComparedOperation = { readonly name: string; readonly breaks: readonly string[] };

/**
 * Two documents → every operation of the old one with what breaks its callers: gone paths, operations, responses and
 * properties, new required parameters and properties, narrowed types and enums. Pure, and small for that it compares
 * shapes alone: no security, servers, headers or links.
 *
 * @throws Unreadable when a `$ref` leads nowhere, or out of the document
 */
export const compareOpenapi = (before: Openapi, after: Openapi): readonly ComparedOperation[] => {
  const resolvers = { before: schemaOf(before), after: schemaOf(after) };
  const current = operationsOf(after);
  return [...operationsOf(before)].map(([key, old]) => {
    const now = current.get(key);
    return { name: old.name, breaks: now ? compareOperation(resolvers, old, now) : ["it is gone"] };
  });
};

type Placed = {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Body | null;
  readonly responses: Readonly<Record<string, Response>>;
};

/** The names of parameters in a path are nobody's business: `/a/{id}` and `/a/{key}` are one path. */
const operationsOf = (document: Openapi): ReadonlyMap<string, Placed> =>
  new Map(
    Object.entries(document.paths).flatMap(([path, item]) =>
      methods.flatMap((method): [string, Placed][] => {
        const operation = item[method];
        if (operation === undefined) return [];
        const key = `${method} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`;
        return [[key, placed(document, `${method.toUpperCase()} ${path}`, item, operation)]];
      }),
    ),
  );

const placed = (document: Openapi, name: string, item: PathItem, operation: Operation): Placed => {
  const { parameters, requestBodies, responses } = document.components;
  const own = operation.parameters.map((one) => followed(one, "parameters", parameters));
  const shared = item.parameters
    .map((one) => followed(one, "parameters", parameters))
    .filter((one) => !own.some((other) => other.name === one.name && other.in === one.in));
  return {
    name,
    parameters: [...own, ...shared],
    body: operation.requestBody ? followed(operation.requestBody, "requestBodies", requestBodies) : null,
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, one]) => [status, followed(one, "responses", responses)]),
    ),
  };
};

/** `#/components/<kind>/<name>` → what stands there; references to references are followed. */
const followed = <T extends { readonly $ref?: string | undefined }>(
  from: T,
  kind: string,
  there: Readonly<Record<string, T>>,
): T => {
  let [one, steps] = [from, 0];
  while (one.$ref !== undefined) {
    const name = nameIn(one.$ref, kind);
    const next = Object.hasOwn(there, name) ? there[name] : undefined;
    if (next === undefined || ++steps > 20) return unreadable(`the reference ${one.$ref} leads nowhere`);
    one = next;
  }
  return one;
};

const nameIn = (reference: string, kind: string): string => {
  const start = `#/components/${kind}/`;
  if (!reference.startsWith(start)) unreadable(`the reference ${reference} does not lead to ${start}…`);
  return reference.slice(start.length).replaceAll("~1", "/").replaceAll("~0", "~");
};

/** With `allOf` merged; null for what says nothing (`true`, or none) and for a circle of references. */
const schemaOf =
  ({ components: { schemas } }: Openapi) =>
  (schema: Schema | boolean | undefined, seen: readonly string[]): Resolved => {
    if (schema === undefined || typeof schema === "boolean") return { schema: null, seen };
    const { $ref } = schema;
    if ($ref === undefined) return merged(schemas, schema, seen);
    if (seen.includes($ref)) return { schema: null, seen };
    const name = nameIn($ref, "schemas");
    if (!Object.hasOwn(schemas, name)) unreadable(`the reference ${$ref} leads nowhere`);
    return schemaOf({ components: { schemas } } as Openapi)(schemas[name], [...seen, $ref]);
  };

const merged = (schemas: Openapi["components"]["schemas"], schema: Schema, seen: readonly string[]): Resolved => {
  const resolve = schemaOf({ components: { schemas } } as Openapi);
  const parts = schema.allOf.map((part) => resolve(part, seen));
  const known = parts.flatMap(({ schema: part }) => (part === null ? [] : [part]));
  return {
    schema: {
      ...Object.assign({}, ...known),
      ...schema,
      required: [...new Set([...known.flatMap(({ required }) => required), ...schema.required])],
      properties: Object.assign({}, ...known.map(({ properties }) => properties), schema.properties),
    },
    seen: [...new Set([...seen, ...parts.flatMap((part) => part.seen)])],
  };
};

const compareOperation = (resolvers: Resolvers, before: Placed, after: Placed): readonly string[] => [
  ...before.parameters.flatMap((old) => compareParameter(resolvers, old, after)),
  ...after.parameters
    .filter((now) => now.required && now.in !== "path" && !before.parameters.some(isSame(now)))
    .map(({ name, in: place }) => `the ${place} parameter ${name} is new and required`),
  ...compareBody(resolvers, before.body, after.body),
  ...compareResponses(resolvers, before, after),
];

const isSame = (one: Parameter) => (other: Parameter) => one.name === other.name && one.in === other.in;

const compareParameter = (resolvers: Resolvers, old: Parameter, { parameters }: Placed): readonly string[] => {
  const now = parameters.find(isSame(old));
  const name = `the ${old.in} parameter ${old.name}`;
  if (now === undefined) return old.in === "path" ? [] : [`${name} is gone`];
  const required = now.required && !old.required ? [`${name} is required now`] : [];
  return [...required, ...shapes(resolvers, "request", old.schema, now.schema, name)];
};

const compareBody = (resolvers: Resolvers, old: Body | null, now: Body | null): readonly string[] => {
  if (old === null) return now?.required ? ["a body is required now"] : [];
  if (now === null) return ["it takes no body any more"];
  const required = now.required && !old.required ? ["the body is required now"] : [];
  return [...required, ...contents(resolvers, "request", old, now, "body")];
};

const compareResponses = (resolvers: Resolvers, before: Placed, after: Placed): readonly string[] =>
  Object.entries(before.responses).flatMap(([status, old]) => {
    const now = after.responses[status];
    return now ? contents(resolvers, "response", old, now, status) : [`the response ${status} is gone`];
  });

const contents = (
  resolvers: Resolvers,
  direction: "request" | "response",
  old: Pick<Body, "content">,
  now: Pick<Body, "content">,
  where: string,
): readonly string[] =>
  Object.entries(old.content).flatMap(([type, { schema }]) => {
    const same = now.content[type];
    return same ? shapes(resolvers, direction, schema, same.schema, where) : [`${where}: ${type} is gone`];
  });

const shapes = (
  resolvers: Resolvers,
  direction: "request" | "response",
  before: Schema | boolean | undefined,
  after: Schema | boolean | undefined,
  where: string,
): readonly string[] =>
  compareSchemas(resolvers, direction, { schema: before, seen: [] }, { schema: after, seen: [] }, where);
