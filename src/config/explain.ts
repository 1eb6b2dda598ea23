import { z } from "zod";
import type { Complaint, Path } from "./complaint.ts";
import { meant } from "./nearest.ts";

/** A message of a schema reads `what; fix`. */
const complain = (path: Path, message: string): Complaint => {
  const [what = message, ...fix] = message.split("; ");
  return { path, what, fix: fix.join("; ") || "see the commented file that `headgate init` writes" };
};

/** `intact`: a list has the wrong length, and what stands in it can be trusted. */
export type ShapeComplaint = Complaint & { readonly intact: boolean };

/** zod's issue as one complaint, or one each where it stands for several. */
export const complaintsOf = (issue: z.core.$ZodIssue, above: Path = []): readonly ShapeComplaint[] => {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const messages = issue.message.split("\n"); // written by `strict`, one for each key
    return issue.keys.map((key, i) => ({ ...complain([...path, key], messages[i] ?? issue.message), intact: false }));
  }
  if (issue.code === "invalid_union") {
    const best = issue.errors.filter(fitsAtAll).toSorted((a, b) => weigh(a) - weigh(b))[0];
    if (best !== undefined) return best.flatMap((inner) => complaintsOf(inner, path));
  }
  const intact = (issue.code === "too_small" || issue.code === "too_big") && issue.origin === "array";
  return [{ ...complain(path, issue.message), intact }];
};

/** Of the forms that a value may have, the one with the fewest complaints was meant; one of another type was not. */
const fitsAtAll = (issues: readonly z.core.$ZodIssue[]): boolean =>
  !issues.some(({ code, path }) => path.length === 0 && (code === "invalid_type" || code === "invalid_value"));
const weigh = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);

/** Words for what a schema does not word itself. */
export const explain: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? `is missing; add it${describe(issue.inst)}`
        : `is ${nameValue(issue.input)}; write ${nameType(issue.expected)}${describe(issue.inst)}`;
    case "invalid_value":
      return issue.input === undefined
        ? `is missing; write ${orList(issue.values)}`
        : `is ${nameValue(issue.input)}; ${meantValue(issue.input, issue.values)}`;
    case "too_small":
      return issue.origin === "array" || issue.origin === "string"
        ? `is empty; write at least ${issue.minimum}${describe(issue.schema)}`
        : `is ${nameValue(issue.input)}; write ${issue.inclusive ? "" : "more than "}${issue.minimum}${issue.inclusive ? " or more" : ""}`;
    case "too_big":
      return issue.origin === "array" || issue.origin === "string"
        ? `is too long; write at most ${issue.maximum}`
        : `is ${nameValue(issue.input)}; write ${issue.inclusive ? "" : "less than "}${issue.maximum}${issue.inclusive ? " or less" : ""}`;
    case "invalid_format":
      return `is ${nameValue(issue.input)}; write it in the form ${issue.pattern ?? issue.format}`;
    case "not_multiple_of":
      return `is ${nameValue(issue.input)}; write a multiple of ${issue.divisor}`;
    case "invalid_union":
      return explainUnion(issue);
    case "invalid_key":
      return issue.issues[0]?.message ?? "is not a name; rename it";
    case "invalid_element":
      return "holds something wrong; see the lines below it";
    case "unrecognized_keys":
      return issue.keys.map(() => "unknown key; remove it").join("\n");
    case "custom":
      return undefined;
  }
};

const explainUnion = (issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string => {
  const { discriminator, input } = issue;
  const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
  if (discriminator === undefined) return `is ${nameValue(input)}; write one of the forms of the manual`;
  const given = typeof input === "object" && input !== null ? Reflect.get(input, discriminator) : undefined;
  return given === undefined
    ? `is missing; write ${orList(options)}`
    : `is ${nameValue(given)}; ${meantValue(given, options)}`;
};

const describe = (schema: unknown): string => {
  const text = schema instanceof z.ZodType ? schema.description : undefined;
  return text === undefined ? "" : `: ${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, "")}`;
};

/** A map is no misspelt word, and its `toString` may be anything that a file says. */
const meantValue = (value: unknown, values: readonly unknown[]): string =>
  values.length === 1 || typeof value === "object"
    ? `write ${orList(values)}`
    : meant(String(value), values.map(String), "choices");

const orList = (values: readonly unknown[]): string =>
  values.length <= 1 ? String(values[0]) : `${values.slice(0, -1).join(", ")} or ${String(values.at(-1))}`;

/** The error of a schema that says what to write, whether something else stands there or nothing. */
export const asks =
  (fix: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    `is ${input === undefined ? "missing" : nameValue(input)}; ${fix}`;

/** A long text is not repeated: it may be a secret in the wrong place. */
export const nameValue = (value: unknown): string => {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a group of keys";
  if (typeof value === "string") return value.length <= 40 ? `the text ${JSON.stringify(value)}` : "a long text";
  return String(value);
};

const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "keys with values",
  record: "names with values",
};
const nameType = (expected: string): string => typeNames[expected] ?? expected;
