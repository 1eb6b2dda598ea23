import type { CatalogueEntry } from "./entry.ts";

/** Of a release as a whole, who acts in it, and what is written into it. */
export const releaseRefusals = {
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
  FIELDS_MISSING: {
    exit: 2,
    status: 422,
    message: "{requirement} lacks: {fields}.",
    fix: "Fill them and file it again.",
  },
  NO_PROPOSAL: {
    exit: 4,
    status: 409,
    message: "Nobody proposed anything for {requirement}.",
    fix: "See what is open: headgate status",
  },
  TO_BE_SIGNED: {
    exit: 4,
    status: 409,
    message: "What is proposed for {requirement} is a signature, and nobody signs what they were not shown.",
    fix: "See it and sign: headgate approve {release} {requirement} --as <person>",
  },
  TASK_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "There is no task {task}; there are: {tasks}.",
    fix: "Name one of them.",
  },
  TOO_MUCH: {
    exit: 2,
    status: 413,
    message: "{what} has {count} {unit}; at most {most} are taken.",
    fix: "Say it shorter, and say where the rest can be read.",
  },
  NOTE_EMPTY: { exit: 2, status: 400, message: "The {kind} says nothing.", fix: "Write what there is to know." },
  SUBJECT_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "Nothing of this release is called {about}.",
    fix: "Name a trigger, an issue or a requirement: headgate room RELEASE, headgate status RELEASE --all",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
