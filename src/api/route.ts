import type { z } from "zod";
import type { Permission } from "../domain/access/permission.ts";
import type { ErrorCode } from "../errors.ts";

export { permissions } from "../domain/access/permission.ts";
export type { Permission };

/** `nobody`: it needs no sign-in. `signed in`: whoever it is; it is about themselves. */
export type Needs = Permission | "nobody" | "signed in";

/** What routes are about, for readers of the API document. */
export const tags = {
  Server: "How the server itself is.",
  "Sign-in": "How people come in, and go.",
  "Own account": "What somebody has to sign in by, and where they are signed in.",
  Tokens: "What programs and agents show instead of a password.",
  Accounts: "Everybody's accounts, for administrators.",
  People: "What one person owes.",
  Service: "The service, its plan and its figures.",
  Releases: "Releases, where they stand, and the builds that they bring.",
  Commands: "What people and agents ask of a release; the core decides.",
  Evidence: "Reports, records, documents and probes.",
  Environments: "What runs where, who holds it, and the acts that set it free.",
  Calendar: "Freezes, windows and the line.",
  Journal: "The history as it is kept, for clients that fold or follow it.",
  Hooks: "What other systems send by themselves, signed.",
} as const;
export type Tag = keyof typeof tags;

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
  readonly tag: Tag;
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
