import type { CatalogueEntry } from "./entry.ts";

/** Of environments, drivers, probes and what they bring. */
export const worldErrors = {
  DRIVER_FAILED: { exit: 1, status: 502, message: "{driver} failed at {act}: {problem}.", fix: "{fix}" },
  DRIVER_FENCED: {
    exit: 1,
    status: 409,
    message: "{driver} refused {act}: a newer conductor is at work.",
    fix: "Nothing to do: the newer one goes on.",
  },
  HOOK_CUT_OFF: {
    exit: 1,
    status: 409,
    message: "{hook} was cut off: it was begun, and nobody knows how far it came.",
    fix: "See what it did and what it printed ({path}/output); then decide whether it may run again.",
  },
  PROBE_FAILED: { exit: 1, status: 502, message: "{probe} could not look: {problem}.", fix: "{fix}" },
  REPORT_UNREADABLE: {
    exit: 1,
    status: 422,
    message: "The {format} report cannot be read: {problem}.",
    fix: "Export it again; the raw bytes are kept.",
  },
  JOURNAL_BUSY: {
    exit: 1,
    status: 503,
    message: "Another process has kept the journal locked for too long ({problem}).",
    fix: "Try again; if it lasts, see which process has journal.db open.",
  },
  JOURNAL_IN_USE: {
    exit: 4,
    status: 409,
    message: "{name} is being conducted by {holder}, and a journal that moves must stand still.",
    fix: "Stop that one, or wait until its lease is over, and try again.",
  },
  JOURNAL_DIVERGED: {
    exit: 4,
    status: 409,
    message: "PostgreSQL has another history of {stream}: version {version} is not the one of this journal.",
    fix: "Nothing was moved. Move into an empty database, or find out who wrote into this one.",
  },
  JOURNAL_UNREACHABLE: {
    exit: 1,
    status: 503,
    message: "The journal on PostgreSQL at {where} does not answer: {problem}.",
    fix: "{fix}",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
