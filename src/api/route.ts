import type { z } from "zod";
import type { Permission } from "../domain/access/permission.ts";
import type { ErrorCode } from "../errors.ts";

export type { Permission };

/** `nobody`: it needs no sign-in. `signed in`: whoever it is; it is about themselves. */
export type Needs = Permission | "nobody" | "signed in";

/**
 * Raw bytes by their media type, instead of JSON. `many`: one JSON value after the other, as server-sent events.
 * `application/json`: JSON that its handler reads, for its very bytes are signed.
 */
export type Media =
  | "application/octet-stream"
  | "application/zip"
  | "application/json"
  | "text/plain"
  | "text/html"
  | "text/event-stream";

/**
 * One route as data: the server registers it, the client calls it, the OpenAPI document and the matrix of who may do
 * what are made from it. Parameters of the path stand in braces, as in OpenAPI.
 */
export type Route<Params = unknown, Query = unknown, Body = unknown, Answer = unknown> = {
  /** Its operation id; unique. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly needs: Needs;
  readonly params: z.ZodType<Params>;
  readonly query: z.ZodType<Query>;
  /** Null: it takes none. */
  readonly body: z.ZodType<Body> | Media | null;
  /** Null: it answers 204 with nothing. */
  readonly answer: z.ZodType<Answer> | Media | null;
  /** What it may refuse beside what every route may. */
  readonly refuses: readonly ErrorCode[];
  /** It takes an `Idempotency-Key`, and does the same request once. Its answer is kept for a day: no secret is in it. */
  readonly repeatable: boolean;
};
