import { z } from "zod";

type Schema = {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
};

/** Something that a schema takes: the least that it asks for, with the first of every choice. */
export const sampleOf = (schema: z.ZodType): unknown =>
  sample(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema);

const sample = (schema: Schema): unknown => {
  const { properties = {}, required = [], anyOf, oneOf, items = {}, minItems = 0 } = schema;
  if (Object.hasOwn(schema, "const")) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = anyOf ?? oneOf ?? [];
  if (choice !== undefined) return sample(choice);
  switch (schema.type) {
    case "object":
      return Object.fromEntries(required.map((key) => [key, sample(properties[key] ?? {})]));
    case "array":
      return Array.from({ length: minItems }, () => sample(items));
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 1, 1);
    case "boolean":
      return true;
    default:
      return textOf(schema);
  }
};

const textOf = ({ pattern = "", format }: Schema): string => {
  if (pattern.includes("sha256")) return `sha256:${"a".repeat(64)}`;
  return format === "date-time" ? "2030-01-01T00:00:00Z" : "some text";
};
