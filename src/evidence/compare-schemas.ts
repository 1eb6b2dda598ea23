import type { Schema } from "./openapi-schema.ts";

/** `request`: the caller writes it, so that asking for more breaks. `response`: the caller reads it, so that giving less does. */
export type Direction = "request" | "response";
type Resolve = (schema: Schema | boolean | undefined, seen: readonly string[]) => Resolved;
export type Resolved = { readonly schema: Schema | null; readonly seen: readonly string[] };
export type Resolvers = { readonly before: Resolve; readonly after: Resolve };

type Side = { readonly schema: Schema | boolean | undefined; readonly seen: readonly string[] };

/** Deeper than any real document; references in a circle end before. */
const deepest = 40;

/**
 * What a caller of the old schema would stumble over, as sentences with the place in the value. Types, enums, required
 * and removed properties are compared; `oneOf`, `anyOf`, `not`, patterns and bounds are not.
 */
export const compareSchemas = (
  resolvers: Resolvers,
  direction: Direction,
  before: Side,
  after: Side,
  where: string,
  depth = 0,
): readonly string[] => {
  const [old, now] = [resolvers.before(before.schema, before.seen), resolvers.after(after.schema, after.seen)];
  if (old.schema === null || now.schema === null || depth > deepest) return [];
  const pair = { old: old.schema, now: now.schema };
  const deeper = (from: Schema | boolean | undefined, to: Schema | boolean | undefined, place: string) =>
    compareSchemas(
      resolvers,
      direction,
      { schema: from, seen: old.seen },
      { schema: to, seen: now.seen },
      place,
      depth + 1,
    );
  return [
    ...typeChanges(pair, direction, where),
    ...enumChanges(pair, direction, where),
    ...propertyChanges(pair, direction, where),
    ...Object.entries(pair.old.properties).flatMap(([name, property]) =>
      name in pair.now.properties ? deeper(property, pair.now.properties[name], `${where}.${name}`) : [],
    ),
    ...deeper(pair.old.items, pair.now.items, `${where}[]`),
  ];
};

type Pair = { readonly old: Schema; readonly now: Schema };

const typesOf = ({ type, nullable }: Schema): ReadonlySet<string> | null => {
  if (type === undefined) return null;
  const types = new Set(typeof type === "string" ? [type] : type);
  if (nullable) types.add("null");
  // Whatever takes a number takes an integer.
  if (types.has("number")) types.add("integer");
  return types;
};

const typeChanges = ({ old, now }: Pair, direction: Direction, where: string): readonly string[] => {
  const [before, after] = [typesOf(old), typesOf(now)];
  const words = (types: ReadonlySet<string> | null) =>
    types === null ? "anything" : [...types].filter((type) => type !== "integer" || !types.has("number")).join(" or ");
  const said = `${where}: ${words(before)} became ${words(after)}`;
  const [narrow, wide] = direction === "request" ? [before, after] : [after, before];
  if (wide === null) return [];
  return narrow?.isSubsetOf(wide) ? [] : [said];
};

const enumChanges = ({ old, now }: Pair, direction: Direction, where: string): readonly string[] => {
  const [before, after] = [old.enum, now.enum].map((values) => values && new Set(values.map((v) => JSON.stringify(v))));
  if (direction === "request") {
    if (after === undefined) return [];
    if (before === undefined) return [`${where}: only ${[...after].join(", ")} are taken now`];
    return [...before.difference(after)].map((value) => `${where}: ${value} is not taken any more`);
  }
  if (before === undefined) return [];
  if (after === undefined) return [`${where}: may be any value now, and not only ${[...before].join(", ")}`];
  return [...after.difference(before)].map((value) => `${where}: may be ${value} now, which no caller knows`);
};

const propertyChanges = ({ old, now }: Pair, direction: Direction, where: string): readonly string[] => {
  if (direction === "request")
    return now.required
      .filter((name) => !old.required.includes(name))
      .map((name) => `${where}.${name} is required now`);
  const gone = Object.keys(old.properties).filter((name) => !(name in now.properties));
  const optional = old.required.filter((name) => !now.required.includes(name) && !gone.includes(name));
  return [
    ...gone.map((name) => `${where}.${name} is gone`),
    ...optional.map((name) => `${where}.${name} may be absent now`),
  ];
};
