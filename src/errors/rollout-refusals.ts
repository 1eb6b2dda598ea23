import type { CatalogueEntry } from "./entry.ts";

/** Of rollouts: their start, their steps, who is there, and the way back. */
export const rolloutRefusals = {
  NOT_REHEARSED: {
    exit: 4,
    status: 409,
    message: "The runbook ({asked}) is not the one that this release rehearses ({rehearsed}).",
    fix: "Undo the change of strategy or smoke tests in headgate.yaml, or open the release anew.",
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
  STEP_NOT_MANUAL: {
    exit: 2,
    status: 404,
    message: "Step {step} of the runbook is none that people confirm; those are: {steps}.",
    fix: "See them all: headgate runbook RELEASE",
  },
  STEP_OUT_OF_ORDER: {
    exit: 4,
    status: 409,
    message: "Step {step} of the runbook is not the one to be done now in {rollout}; it is the turn of {turn}.",
    fix: "Look again: headgate status says what is waited for.",
  },
  NOT_PAUSED: { exit: 4, status: 409, message: "The rollout is not paused.", fix: "Nothing to do." },
  BUILD_ROLLED_BACK: {
    exit: 4,
    status: 409,
    message: "{version} was rolled back in {environment} at {at} by {by}: {reason}",
    fix: "Another build may go there at once. For this one, somebody says why: headgate env release-hold {environment} --build {version} --reason TEXT --as <person>",
  },
  SAME_BUILD: {
    exit: 4,
    status: 409,
    message: "{environment} runs {version} already.",
    fix: "Nothing to do. For a new attempt with the same build, bring the one before it back first: headgate adopt {environment} --build DIR --version V --reason TEXT --as <person>",
  },
  POST_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "{requirement} has no post {post}; it has: {posts}.",
    fix: "Name one of them: headgate confirm RELEASE POST --as <person>",
  },
  POST_EMPTY: {
    exit: 3,
    status: 409,
    message: "The start of {act} is blocked: {missing}.",
    fix: "Each says to be there, or a named deputy does: headgate confirm {release} --as <person>",
  },
  NOT_ON_CALL: {
    exit: 4,
    status: 403,
    message: "{person} is not on call now, and {post} is whoever is: {onCall}.",
    fix: "Whoever is on call confirms, or mend the roster: on-call in headgate.yaml.",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
