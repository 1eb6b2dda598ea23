import type { z } from "zod";
import type { Route } from "../api/route.ts";
import { AppError } from "../errors.ts";

export type Raw = { readonly params: unknown; readonly query: unknown; readonly body: unknown };
type Checked = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

/** All three parts against the route's schemas. @throws AppError `INPUT_INVALID` with every problem of all of them */
export const checkInput = (route: Route, raw: Raw): Checked => {
  const parts = [
    ["path", route.params, raw.params],
    ["query", route.query, raw.query],
    ...(isSchema(route.body) ? ([["body", route.body, raw.body ?? {}]] as const) : []),
  ] as const;
  const read = parts.map(([where, schema, value]) => [where, schema.safeParse(value)] as const);
  const problems = read.flatMap(([where, { error }]) => error?.issues.map((issue) => sayIssue(where, issue)) ?? []);
  if (problems.length > 0) throw new AppError("INPUT_INVALID", { count: problems.length, problems: told(problems) });
  const [params, query, body] = read.map(([, { data }]) => data);
  return { params, query, body };
};

export const isSchema = (part: Route["body"] | Route["answer"]): part is z.ZodType =>
  part !== null && typeof part !== "string";

const sayIssue = (where: string, { path, message }: z.core.$ZodIssue): string =>
  `${[where, ...path.map(String)].join(".")}: ${message}`;

/** A body of thousands of wrong things is told by its first ones. */
const told = (problems: readonly string[]): string => {
  const most = 20;
  const rest = problems.length - most;
  return [...problems.slice(0, most), ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n");
};
