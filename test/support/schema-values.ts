import fc from "fast-check";

/** What of JSON Schema the API document uses. */
export type JsonSchema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
};

/** Any value that a schema allows, small ones first. */
export const allowedBy = (schema: JsonSchema): fc.Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(allowedBy));
  switch (schema.type) {
    case "string":
      return textBy(schema);
    case "integer":
      return fc.integer({ min: Math.max(schema.minimum ?? 0, -1e6), max: Math.min(schema.maximum ?? 1e6, 1e6) });
    case "number":
      return fc.double({
        min: schema.exclusiveMinimum ?? schema.minimum ?? 0,
        max: schema.exclusiveMaximum ?? schema.maximum ?? 1e6,
        minExcluded: schema.exclusiveMinimum !== undefined,
        maxExcluded: schema.exclusiveMaximum !== undefined,
        noNaN: true,
      });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(allowedBy(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, Math.max(4, schema.minItems ?? 0)),
      });
    case "object":
      return objectBy(schema);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
};

const textBy = ({ pattern, format, minLength = 0, maxLength = 60 }: JsonSchema): fc.Arbitrary<string> => {
  if (format === "date-time")
    return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString());
  if (format === "time-zone") return fc.constantFrom("UTC", "Europe/Berlin", "America/New_York");
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc
    .string({ unit: "grapheme", minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) })
    .filter(({ length }) => length >= minLength && length <= maxLength);
};

const objectBy = ({ properties = {}, required = [], additionalProperties, propertyNames }: JsonSchema) => {
  const named = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, allowedBy(schema)])),
    { requiredKeys: [...required] },
  );
  if (typeof additionalProperties !== "object" || Object.keys(properties).length > 0) return named;
  const name = allowedBy(propertyNames ?? { type: "string", minLength: 1 }) as fc.Arbitrary<string>;
  return fc.dictionary(
    name.filter((key) => key !== "__proto__"),
    allowedBy(additionalProperties),
    { maxKeys: 3 },
  );
};

/** The same value with one thing in it that the schema forbids; null where nothing of this kind can be wrong with it. */
export const spoilt = (schema: JsonSchema, value: unknown, how: number): unknown => {
  const { properties = {}, required = [], additionalProperties } = schema;
  if (schema.type !== "object" || typeof value !== "object" || value === null) return null;
  const ways = [
    ...(additionalProperties === false ? [{ ...value, "no-such-field": 1 }] : []),
    ...required.map((name) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))),
    ...Object.entries(properties).flatMap(([name, one]) => wrong(one).map((bad) => ({ ...value, [name]: bad }))),
    [],
    "text",
    7,
    null,
  ];
  return ways[how % ways.length];
};

const wrong = (schema: JsonSchema): readonly unknown[] => {
  switch (schema.type) {
    case "string":
      return [7, null, {}, ...(schema.maxLength === undefined ? [] : ["x".repeat(schema.maxLength + 1)])];
    case "integer":
      return ["seven", 1.5, null, ...(schema.maximum === undefined ? [] : [schema.maximum + 1])];
    case "boolean":
      return ["yes", null];
    case "array":
      return ["a", { length: 1 }];
    case "object":
      return ["a", 7];
    default:
      return [];
  }
};
