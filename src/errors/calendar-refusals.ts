import type { CatalogueEntry } from "./entry.ts";

/** Of windows, freezes and the line. */
export const calendarRefusals = {
  OUTSIDE_WINDOW: {
    exit: 4,
    status: 409,
    message: "{act} starts only inside {window}.",
    fix: "Come back then, or plan another time: headgate reschedule {release} --production-at TIME --reason TEXT --as <person>",
  },
  FROZEN: {
    exit: 4,
    status: 409,
    message: "{act} may not start in {environment}: {freeze}.",
    fix: "Come back after it. See them all: headgate calendar. For this release alone: headgate freeze override FREEZE --release {release} --env {environment} --reason TEXT --as <person>",
  },
  LINE_STOPPED: {
    exit: 4,
    status: 409,
    message: "{act} may not start: {line}.",
    fix: "When the cause is mended: headgate line resume --reason TEXT --as <person>. A rollback is always possible.",
  },
  LINE_NOT_STOPPED: {
    exit: 4,
    status: 409,
    message: "{line} is not stopped.",
    fix: "See what stands: headgate calendar",
  },
  FREEZE_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "There is no freeze {freeze}; there are: {known}.",
    fix: "Name one of them by its id: headgate freeze list",
  },
  FREEZE_CONFIGURED: {
    exit: 4,
    status: 409,
    message: "The freeze {freeze} stands in headgate.yaml, and is not lifted by a command.",
    fix: "Remove it there for releases to come; for one that is open: headgate freeze override {freeze} --release RELEASE --env production --reason TEXT --as <person>",
  },
  FREEZE_INVALID: {
    exit: 2,
    status: 422,
    message: "This cannot be done: {problems}.",
    fix: "Mend it all; headgate freeze --help has examples.",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
