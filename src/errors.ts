import { accessErrors } from "./errors/access-errors.ts";
import type { CatalogueEntry } from "./errors/entry.ts";
import { journalErrors } from "./errors/journal-errors.ts";
import { refusals } from "./errors/refusals.ts";
import { serverErrors } from "./errors/server-errors.ts";
import { usageErrors } from "./errors/usage-errors.ts";
import { worldErrors } from "./errors/world-errors.ts";

/**
 * The one catalogue of errors: code → exit code, HTTP status, what happened, what to do. `{name}` is filled from the
 * detail. Codes are never reused.
 */
export const catalogue = {
  ...usageErrors,
  ...journalErrors,
  ...worldErrors,
  ...accessErrors,
  ...serverErrors,
  ...refusals,
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type ErrorCode = keyof typeof catalogue;

/** An error at a boundary. Refusals of the domain are values, not errors; everything else is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, detail: Readonly<Record<string, string | number>>, options?: { cause: unknown }) {
    super(fill(catalogue[code].message, detail), options);
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
  }

  get fix(): string {
    return fill(catalogue[this.code].fix, this.detail);
  }
}

export const fill = (template: string, detail: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => String(detail[name] ?? `{${name}}`));
