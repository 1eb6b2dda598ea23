import type { RefusalCode } from "./domain/refusal.ts";

type CatalogueEntry = {
  readonly exit: 1 | 2 | 3 | 4 | 5;
  readonly status: number;
  readonly message: string;
  readonly fix: string;
};

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
  // the world
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

  // refusals of the domain (exit 4: not allowed now; 3: a gate is closed)
  NOT_OPEN: {
    exit: 4,
    status: 409,
    message: "The release is not open (it is {phase}).",
    fix: "Open a new one: headgate open",
  },
  ALREADY_OPEN: {
    exit: 4,
    status: 409,
    message: "{release} is open already with another build ({version}, {digest}).",
    fix: "To replace its build: headgate rebuild {release} --build DIR --reason TEXT",
  },
  UNKNOWN_REQUIREMENT: {
    exit: 2,
    status: 404,
    message: "The process has no requirement {requirement}.",
    fix: "See them all: headgate status --all",
  },
  UNKNOWN_PERSON: {
    exit: 4,
    status: 403,
    message: "{person} is nobody of this release.",
    fix: "Name a person of headgate.yaml: --as <id>",
  },
  AGENT_FORBIDDEN: {
    exit: 4,
    status: 403,
    message: "{person} is an agent, and only a person may do this ({act}).",
    fix: "Ask a person who holds the role; an agent may read, draft, run and propose.",
  },
  ROLE_MISSING: {
    exit: 4,
    status: 403,
    message: "{person} does not hold the role that this needs ({role}) for {act}.",
    fix: "Ask somebody who does: headgate status says who.",
  },
  DUTY_CONFLICT: {
    exit: 4,
    status: 403,
    message: "{person} may not sign {requirement}: {duty}.",
    fix: "Another holder of the role signs; a small team names small-team-reviewer in headgate.yaml.",
  },
  SHOWN_CHANGED: {
    exit: 4,
    status: 409,
    message: "What {requirement} stands on changed since you looked: {changed}.",
    fix: "Look again, then sign.",
  },
  SHOWN_NOT_MET: {
    exit: 3,
    status: 409,
    message: "{requirement} stands on things that are not met: {red}.",
    fix: "Mend them, or have each waived by two people.",
  },
  AFTER_NOT_MET: {
    exit: 3,
    status: 409,
    message: "{requirement} comes after {first}.",
    fix: "Do that first; headgate status says how.",
  },
  PERIOD_NOT_OVER: {
    exit: 4,
    status: 409,
    message: "{requirement} can be signed when the period is over, at {until}.",
    fix: "Wait; headgate run keeps watch until then.",
  },
  REASON_MISSING: {
    exit: 2,
    status: 422,
    message: "A reason is needed for {act}.",
    fix: "Add --reason TEXT (or --note TEXT).",
  },
  WRONG_KIND: {
    exit: 2,
    status: 422,
    message: "{requirement} is a {kind}, not a {wanted}.",
    fix: "headgate status shows what each requirement asks for.",
  },
  NOT_WAIVABLE: { exit: 4, status: 403, message: "{requirement} can never be waived. {why}", fix: "Meet it." },
  WAIVER_NOT_REQUESTED: {
    exit: 4,
    status: 409,
    message: "Nobody asked for a waiver of {requirement}.",
    fix: "Ask first: headgate waive RELEASE {requirement} --reason … --risk … --control … --expires 7d --as <person>",
  },
  WAIVER_OWN: {
    exit: 4,
    status: 403,
    message: "{person} asked for the waiver of {requirement} and cannot grant it too.",
    fix: "Another person grants it.",
  },
  WAIVER_EXPIRED: {
    exit: 4,
    status: 409,
    message: "The waiver of {requirement} ends at {expires}, which is over.",
    fix: "Ask for a new one.",
  },
  OTHER_BUILD: {
    exit: 4,
    status: 409,
    message: "The report for {requirement} is about another build ({digest}); this release is of {expected}.",
    fix: "Make the report for this build.",
  },
  FROM_THE_FUTURE: {
    exit: 4,
    status: 422,
    message: "The report for {requirement} says it was made at {madeAt}, which is still to come.",
    fix: "Check the clock of the machine that made it.",
  },
  NOT_BY_REPORT: {
    exit: 4,
    status: 422,
    message: "{requirement} takes {takes}; this is {format}.",
    fix: "Run what answers it: headgate run",
  },
  SIGNER_NOT_ALLOWED: {
    exit: 4,
    status: 403,
    message: "The record for {requirement} cannot count: {problem}.",
    fix: "A person who holds the role signs it.",
  },
  FIELDS_MISSING: {
    exit: 2,
    status: 422,
    message: "{requirement} lacks: {fields}.",
    fix: "Fill them and file it again.",
  },
  GATE_CLOSED: {
    exit: 3,
    status: 409,
    message: "{act} is not possible yet: these are open: {gates}.",
    fix: "headgate status says what blocks and who owes it.",
  },
  NOT_REHEARSED: {
    exit: 4,
    status: 409,
    message: "The runbook ({asked}) is not the one that this release rehearses ({rehearsed}).",
    fix: "Undo the change of strategy or smoke tests in headgate.yaml, or open the release anew.",
  },
  OUTSIDE_WINDOW: {
    exit: 4,
    status: 409,
    message: "{act} starts only inside the booked window: {window}.",
    fix: "Come back then, or book another one: headgate reschedule {release} --production-at TIME --reason TEXT --as <person>",
  },
  ROLLOUT_IN_PROGRESS: {
    exit: 4,
    status: 409,
    message: "{rollout} is {phase}.",
    fix: "Wait until it ends, or roll it back: headgate rollback",
  },
  NO_BASELINE: {
    exit: 4,
    status: 409,
    message: "Nothing known-good runs in {environment}, so there would be no way back.",
    fix: "State what runs there: headgate adopt {environment} --build DIR --version V --reason TEXT --as <person>",
  },
  NO_ROLLOUT: {
    exit: 4,
    status: 409,
    message: "No rollout is in progress (the last one is {phase}).",
    fix: "Nothing to do. headgate status shows what is next.",
  },
  ROLLING_BACK: {
    exit: 4,
    status: 409,
    message: "{rollout} is rolling back.",
    fix: "Wait until it has ended; then start a new rollout.",
  },
  STEP_OVER: {
    exit: 4,
    status: 409,
    message: "You meant step {asked}; the rollout is on step {now}.",
    fix: "Look again: headgate status",
  },
  STEP_NOT_READY: {
    exit: 3,
    status: 409,
    message: "Step {step} cannot be left yet: {closed}.",
    fix: "Wait, or roll back.",
  },
  NOT_PAUSED: { exit: 4, status: 409, message: "The rollout is not paused.", fix: "Nothing to do." },
  TASK_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "There is no task {task}; there are: {tasks}.",
    fix: "Name one of them.",
  },
  BUILD_ROLLED_BACK: {
    exit: 4,
    status: 409,
    message: "{version} was rolled back in {environment} at {at} by {by}: {reason}",
    fix: "Another build may go there at once. For this one, somebody says why: headgate env release-hold {environment} --build {version} --reason TEXT --as <person>",
  },
  SAME_BUILD: { exit: 4, status: 409, message: "{environment} runs {version} already.", fix: "Nothing to do." },
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
} as const satisfies Readonly<Record<RefusalCode | (string & {}), CatalogueEntry>>;

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
