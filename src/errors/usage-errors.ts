import type { CatalogueEntry } from "./entry.ts";

/** What was asked for, or written in a file, cannot be used. */
export const usageErrors = {
  USAGE: { exit: 2, status: 400, message: "{problem}", fix: "{fix}" },
  RELEASE_NOT_FOUND: {
    exit: 2,
    status: 404,
    message: "There is no release {release}.",
    fix: "List them: headgate status",
  },
  NO_PROBES: {
    exit: 2,
    status: 404,
    message: "headgate.yaml binds no probes to {requirement}.",
    fix: "Write them: docs/probes.md",
  },
  FILE_UNREADABLE: {
    exit: 2,
    status: 400,
    message: "Cannot read {path}: {problem}.",
    fix: "Check the path and its permissions.",
  },
  COUNTS_INVALID: {
    exit: 2,
    status: 422,
    message: "{file} has {count} problem(s), and nothing was judged:\n{problems}",
    fix: "Mend them all; what a file must hold: docs/replay.md",
  },
  CONFIG_INVALID: {
    exit: 5,
    status: 422,
    message: "{file} has {count} problem(s):\n{problems}",
    fix: "Mend them all, then: headgate check",
  },
  BUILD_INVALID: { exit: 5, status: 422, message: "The build at {path} cannot be used: {problem}.", fix: "{fix}" },
  CONFIG_MISSING: {
    exit: 5,
    status: 404,
    message: "There is no headgate.yaml in {folder} or above it.",
    fix: "Write one: headgate init",
  },
  FILE_EXISTS: { exit: 4, status: 409, message: "{path} exists already.", fix: "{fix}" },
  NOT_CONFIRMED: {
    exit: 4,
    status: 409,
    message: "Nothing was done: {act} was not confirmed.",
    fix: "Answer y, or add --yes.",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
