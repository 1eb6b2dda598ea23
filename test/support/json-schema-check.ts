import { isDeepStrictEqual } from "node:util";

type Schema = Readonly<Record<string, unknown>>;
type Check = (rule: never, value: unknown, path: string, schema: Schema) => readonly string[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

/** A keyword about the value itself. */
const keeps =
  <Rule>(holds: (value: unknown, rule: Rule) => boolean): Check =>
  (rule: Rule, value, path) =>
    holds(value, rule) ? [] : [`${path}: ${JSON.stringify(value)} is not what ${JSON.stringify(rule)} asks`];

/** Keywords about numbers, texts and lists say nothing of values of other types. */
const number = (holds: (value: number, rule: number) => boolean): Check =>
  keeps<number>((value, rule) => typeof value !== "number" || holds(value, rule));
const text = <Rule>(holds: (value: string, rule: Rule) => boolean): Check =>
  keeps<Rule>((value, rule) => typeof value !== "string" || holds(value, rule));
const list = (holds: (length: number, rule: number) => boolean): Check =>
  keeps<number>((value, rule) => !Array.isArray(value) || holds(value.length, rule));

const fitting = (forms: readonly Schema[], value: unknown): number =>
  forms.filter((one) => schemaProblems(one, value).length === 0).length;

const inKeys = (
  value: unknown,
  ask: (key: string, part: unknown) => readonly string[] | undefined,
): readonly string[] => (isObject(value) ? Object.entries(value).flatMap(([key, part]) => ask(key, part) ?? []) : []);

const keywords: Readonly<Record<string, Check>> = {
  type: keeps<string | readonly string[]>((value, rule) => [rule].flat().some((one) => types[one]!(value))),
  const: keeps(isDeepStrictEqual),
  enum: keeps<readonly unknown[]>((value, rule) => rule.includes(value)),
  anyOf: keeps<readonly Schema[]>((value, rule) => fitting(rule, value) > 0),
  oneOf: keeps<readonly Schema[]>((value, rule) => fitting(rule, value) === 1),
  allOf: (rule: readonly Schema[], value, path) => rule.flatMap((one) => schemaProblems(one, value, path)),
  // `u` as editors have it: a pattern that only the lax form takes is of no use to them.
  pattern: text<string>((value, rule) => new RegExp(rule, "u").test(value)),
  minLength: text<number>((value, rule) => value.length >= rule),
  maxLength: text<number>((value, rule) => value.length <= rule),
  minimum: number((value, rule) => value >= rule),
  maximum: number((value, rule) => value <= rule),
  exclusiveMinimum: number((value, rule) => value > rule),
  exclusiveMaximum: number((value, rule) => value < rule),
  minItems: list((length, rule) => length >= rule),
  maxItems: list((length, rule) => length <= rule),
  items: (rule: Schema, value, path) =>
    Array.isArray(value) ? value.flatMap((one, i) => schemaProblems(rule, one, `${path}[${i}]`)) : [],
  required: (rule: readonly string[], value, path) =>
    isObject(value) ? rule.filter((key) => !Object.hasOwn(value, key)).map((key) => `${path}.${key}: is missing`) : [],
  properties: (rule: Readonly<Record<string, Schema>>, value, path) =>
    inKeys(value, (key, part) =>
      Object.hasOwn(rule, key) ? schemaProblems(rule[key]!, part, `${path}.${key}`) : undefined,
    ),
  additionalProperties: (rule: Schema | false, value, path, { properties = {} }) =>
    inKeys(value, (key, part) => {
      if (Object.hasOwn(properties as object, key)) return undefined;
      return rule === false ? [`${path}.${key}: is not known`] : schemaProblems(rule, part, `${path}.${key}`);
    }),
  propertyNames: (rule: Schema, value, path) =>
    inKeys(value, (key) => schemaProblems(rule, key, `${path}, key ${key}`)),
};

/** `format` may be ignored; what zod writes there (`starts_with`) also stands in a pattern. */
const notes = ["$schema", "title", "description", "default", "format"];

/**
 * What a JSON Schema (2020-12) says against a value. It knows the keywords that zod exports for our files, and no others.
 * @throws Error for a keyword that it does not know, rather than take it for kept
 */
export const schemaProblems = (schema: Schema, value: unknown, path = ""): readonly string[] =>
  Object.entries(schema)
    .filter(([keyword]) => !notes.includes(keyword))
    .flatMap(([keyword, rule]) => {
      const check = keywords[keyword];
      if (check === undefined) throw new Error(`${path}: ${keyword} is not known to this check`);
      return check(rule as never, value, path, schema);
    });
