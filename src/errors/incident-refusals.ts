import type { CatalogueEntry } from "./entry.ts";

/** Of issues, triggers and failed attempts. */
export const incidentRefusals = {
  ISSUE_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "There is no issue {issue}; there are: {known}.",
    fix: "See them: headgate issue list RELEASE",
  },
  ISSUE_UNGRADED: {
    exit: 4,
    status: 409,
    message: "No person has said how bad {issue} is.",
    fix: "Say it first: headgate issue grade {release} {issue} --severity HOW --reason TEXT --as <person>",
  },
  NOT_DEFERRABLE: {
    exit: 4,
    status: 403,
    message: "{issue} is {severity}, and only these can be put off: {deferrable}.",
    fix: "Mend it, and close it with a check that passed since.",
  },
  RETEST_MISSING: {
    exit: 4,
    status: 403,
    message: "A note alone does not close {issue}, for {why}.",
    fix: "Name the check that passed since: --retest CHECK. A note is enough from somebody else than the reporter, where the issue is not severe.",
  },
  RETEST_NOT_PASSED: {
    exit: 3,
    status: 409,
    message: "{retest} does not close {issue}: it {found}.",
    fix: "Ask it again on the build as it is now: headgate run {release} {retest} --as <person>",
  },
  INCIDENTS_OPEN: {
    exit: 3,
    status: 409,
    message: "{act} is not possible while these are open: {incidents}.",
    fix: "Close or settle them first: headgate issue list {release}, headgate trigger list {release}",
  },
  ENVIRONMENT_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "The release knows no environment {environment}; it knows: {known}.",
    fix: "Name one of them. Of an alert, its label environment says where it was seen.",
  },
  TRIGGER_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "There is no trigger {trigger}; there are: {known}.",
    fix: "See them: headgate trigger list RELEASE",
  },
  TOO_LIGHT: {
    exit: 4,
    status: 403,
    message: "{trigger} is {severity}, and nothing is rolled back for that.",
    fix: "Mend it in a later release: headgate trigger settle. If it is worse than that, raise its severity first: headgate trigger grade {release} TRIGGER --severity HOW --reason TEXT --as <person>",
  },
  ANSWER_MISSING: {
    exit: 2,
    status: 422,
    message: "{trigger} is not decided without an answer to {question}: {asks} ({options})",
    fix: "Add --answer {question}=ANSWER, or leave all answers out where you can be asked.",
  },
  FIX_NOT_PLANNED: {
    exit: 4,
    status: 403,
    message: "{fix} was never planned; there are: {known}.",
    fix: "Roll back. A new build goes by way of staging: headgate rebuild {release} after the rollback. For the next release, plan it under planned-fixes: in headgate.yaml",
  },
  NOT_LATER: {
    exit: 4,
    status: 403,
    message: "{trigger} is {severity}: it is fixed in time or rolled back, and not left for later.",
    fix: "Decide: headgate decide {release} {trigger}. If it is less than that, grade it first: headgate trigger grade",
  },
  ATTEMPT_FAILED: {
    exit: 4,
    status: 409,
    message: "{act} is refused: attempt {attempt} of {stage} failed with {version}: {requirement}: {reason}.",
    fix: "What leads on: {next}",
  },
  ANALYSIS_MISSING: {
    exit: 4,
    status: 409,
    message: "{act} is refused: attempt {attempt} of {stage} was rolled back, and nobody has written down why.",
    fix: "headgate diagnose {release} shows what is known and what is asked; then: headgate file {release} {analysis} FILE.yaml --as <person>",
  },
  DIAGNOSIS_MISSING: {
    exit: 4,
    status: 409,
    message: "{act} is refused: nobody has said why attempt {attempt} of {stage} failed ({requirement}).",
    fix: "headgate diagnose {release} shows what is known; then: headgate diagnose {release} --cause TEXT --fault build|environment|test --as <person>",
  },
  NEW_BUILD_NEEDED: {
    exit: 4,
    status: 409,
    message: "{version} itself was at fault ({cause}), so that it cannot be tried again.",
    fix: "headgate rebuild {release} --build DIR --reason TEXT --cause TEXT --link URL --as <person>",
  },
  FIX_INCOMPLETE: {
    exit: 2,
    status: 422,
    message: "A new build after a failed attempt lacks: {missing}.",
    fix: "Add it: headgate rebuild {release} --build DIR --reason TEXT --cause TEXT --link URL --as <person>",
  },
  NO_FAILED_ATTEMPT: {
    exit: 4,
    status: 409,
    message: "No failed attempt of {release} waits for that.",
    fix: "See what is open: headgate status {release}",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
