import type { Instant } from "../domain/units.ts";
import { type Argument, argument, flag, type Option, option } from "./command.ts";
import { anyText, oneOf, optional, word } from "./reader.ts";
import { futureLength, moment } from "./values.ts";

/** Taken by every command. */
export const globalOptions = {
  json: flag("print JSON"),
  C: option(optional(anyText), "DIR", "act as if started in this folder"),
  help: flag("print this help"),
} as const satisfies Readonly<Record<string, Option>>;

export const release: Argument<string> = argument(word, "id of the release, such as shop-1.1.0");
export const requirement: Argument<string> = argument(word, "id of the requirement, such as entry.security");

export const as: Option<string | undefined> = option(
  optional(word),
  "ID",
  "who acts: an id under people: in headgate.yaml (else HEADGATE_USER)",
);
export const yes: Option<boolean> = flag("do not ask; needed where nobody can answer");
export const build: Option<string> = option(word, "DIR", "folder of the build");
export const commit: Option<string | undefined> = option(
  optional(word),
  "SHA",
  "source commit of the build (else read from git)",
);
export const committed: Option<Instant | undefined> = option(
  optional(moment),
  "TIME",
  "when it was committed (else read from git); lead time begins there",
);
export const reason = (about: string): Option<string> => option(anyText, "TEXT", about);

export const environment = oneOf(["staging", "production"], "is no environment; write staging or production");

export const productionAt = option(optional(moment), "TIME", "planned start in production, such as 2026-12-01T20:00Z");
export const expires = option(optional(futureLength), "TIME", "when it ends: 7d from now, or 2026-12-01T20:00Z");
