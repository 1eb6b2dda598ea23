/**
 * The one catalogue of errors: code → exit code, HTTP status, what happened, what to do. `{name}` is filled from the
 * detail. Codes are never reused. Exit codes: 2 usage, 3 gate closed, 4 not allowed now, 5 configuration, 1 our fault
 * or the world's.
 */
export const catalogue = {
  // usage
  USAGE: { exit: 2, status: 400, message: "{problem}", fix: "{fix}" },
  RELEASE_NOT_FOUND: {
    exit: 2,
    status: 404,
    message: "There is no release {release}.",
    fix: "List them: headgate status",
  },
  RELEASE_EXISTS: {
    exit: 4,
    status: 409,
    message: "Release {release} exists already.",
    fix: "Nothing was changed. See it: headgate status {release}",
  },
  FILE_UNREADABLE: {
    exit: 2,
    status: 400,
    message: "Cannot read {path}: {problem}.",
    fix: "Check the path and its permissions.",
  },
  // configuration
  CONFIG_INVALID: {
    exit: 5,
    status: 422,
    message: "{file} has {count} problem(s):\n{problems}",
    fix: "Mend them all, then: headgate check",
  },
  BUILD_INVALID: { exit: 5, status: 422, message: "The build at {path} cannot be used: {problem}.", fix: "{fix}" },
  // the journal
  JOURNAL_CONFLICT: {
    exit: 1,
    status: 409,
    message: "{stream} moved on to version {actual} while we worked on {expected}.",
    fix: "Try again.",
  },
  JOURNAL_FULL: {
    exit: 1,
    status: 507,
    message: "The journal cannot be written: {problem}.",
    fix: "Free some disk space and try again; everything acknowledged so far is safe.",
  },
  JOURNAL_DAMAGED: {
    exit: 1,
    status: 500,
    message: "The journal is damaged at {where}: {problem}.",
    fix: "Do not edit it. Restore the last backup, or run: headgate verify",
  },
  BLOB_MISSING: {
    exit: 1,
    status: 404,
    message: "The bytes of {digest} are gone.",
    fix: "Restore them from a backup, or import the report again.",
  },
  BLOB_DAMAGED: {
    exit: 1,
    status: 500,
    message: "The bytes kept as {digest} no longer give that digest.",
    fix: "Restore them from a backup; run: headgate verify",
  },
  RECORD_INVALID: {
    exit: 3,
    status: 422,
    message: "{where}: {problem}.",
    fix: "Do not rely on this record. Ask its sender for the original.",
  },
  // the world
  DRIVER_FAILED: { exit: 1, status: 502, message: "{driver} failed at {act}: {problem}.", fix: "{fix}" },
  DRIVER_FENCED: {
    exit: 1,
    status: 409,
    message: "{driver} refused {act}: a newer conductor is at work.",
    fix: "Nothing to do: the newer one goes on.",
  },
  PROBE_FAILED: { exit: 1, status: 502, message: "{probe} could not look: {problem}.", fix: "{fix}" },
  REPORT_UNREADABLE: {
    exit: 1,
    status: 422,
    message: "The {format} report cannot be read: {problem}.",
    fix: "Export it again; the raw bytes are kept.",
  },
} as const;

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
