import type { CatalogueEntry } from "./entry.ts";

/** Of the journal, its blobs and records. */
export const journalErrors = {
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
  FEED_POSITION_UNKNOWN: {
    exit: 1,
    status: 410,
    message: "This journal has no such position: it is of another journal, or of one that a backup has replaced.",
    fix: "Begin at the end of the feed, and read anew what you follow.",
  },
  RECORD_INVALID: {
    exit: 3,
    status: 422,
    message: "{where}: {problem}.",
    fix: "Do not rely on this record. Ask its sender for the original.",
  },
  ENVIRONMENT_HELD: {
    exit: 4,
    status: 409,
    message: "{environment} is held by {rollout}.",
    fix: "Wait until it ends, or roll it back.",
  },
  ENVIRONMENT_BUSY: {
    exit: 4,
    status: 409,
    message: "{environment} is not free: this waits behind {before} (see: headgate env show {environment}).",
    fix: "It goes on by itself when that has ended.",
  },
  ENVIRONMENT_FREE: {
    exit: 4,
    status: 409,
    message: "No rollout holds {environment}.",
    fix: "Nothing to do. What is there: headgate env show {environment}",
  },
  NOT_HELD_BACK: {
    exit: 4,
    status: 409,
    message: "{version} is not held back in {environment}; held back there: {all}.",
    fix: "Nothing to do, or name one of those.",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
