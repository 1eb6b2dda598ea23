import { z } from "zod";
import { AppError, catalogue, type ErrorCode } from "../errors.ts";
import type { AnyAsked } from "./client.ts";
import { jsonOf, strange } from "./client-trouble.ts";
import { problem } from "./problem.ts";
import type { Route } from "./route.ts";

type Values = Readonly<Record<string, unknown>>;

/** @throws AppError `INPUT_INVALID` */
export const addressOf = (base: string, route: Route, { params = {}, query = {} }: AnyAsked): URL => {
  const named = wire("path", route.params, params) as Values;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(named[name])));
  const to = new URL(`${base.replace(/\/+$/, "")}${path}`);
  for (const [name, value] of Object.entries(wire("query", route.query, query) as Values))
    if (value !== undefined) to.searchParams.set(name, String(value));
  return to;
};

/** @throws AppError `INPUT_INVALID` */
export const requestOf = (
  token: string | undefined,
  { method, body: shape, answer }: Route,
  { body = {}, bytes, idempotencyKey, signal }: AnyAsked,
  more: Readonly<Record<string, string>>,
): RequestInit => {
  const media = typeof shape === "string" ? shape : shape === null ? null : "application/json";
  const headers = {
    ...more,
    accept: typeof answer === "string" ? answer : "application/json",
    ...(media === null ? {} : { "content-type": media }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
  };
  const sent = typeof shape === "string" ? bytes : shape === null ? null : JSON.stringify(wire("body", shape, body));
  // A server that sends us elsewhere is another one than was meant, and gets no token.
  return {
    method,
    headers,
    redirect: "manual",
    ...(sent == null ? {} : { body: sent }),
    ...(signal ? { signal } : {}),
  };
};

/** As it goes over the wire: moments as text, for one. */
const wire = (where: string, shape: z.ZodType, value: unknown): unknown => {
  const made = z.safeEncode(shape, value);
  if (made.success) return made.data;
  const problems = made.error.issues.map(
    ({ path, message }) => `${[where, ...path.map(String)].join(".")}: ${message}`,
  );
  throw new AppError("INPUT_INVALID", { count: problems.length, problems: problems.join("\n") });
};

/** @throws AppError the refusal that it says; `SERVER_STRANGE` where it says none that is known */
export const accepted = async (url: string, answer: Response): Promise<Response> => {
  if (answer.ok) return answer;
  const read = problem.safeParse(jsonOf(await answer.text()));
  if (!read.success) throw strange(url, `status ${answer.status}`);
  const { code, values, detail } = read.data;
  if (!isKnown(code)) throw strange(url, `it refuses with ${code}, ${detail}`);
  throw new AppError(code, values);
};

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(catalogue, code);
