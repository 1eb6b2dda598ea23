import type { CatalogueEntry } from "./entry.ts";

/** Of gates, signatures, exceptions and evidence. */
export const gateRefusals = {
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
  DOCUMENT_LACKS: {
    exit: 2,
    status: 422,
    message: "{requirement} does not say all that it has to: {problems}.",
    fix: "Write each under a heading that names it, and file it again.",
  },
  GATE_CLOSED: {
    exit: 3,
    status: 409,
    message: "{act} is not possible yet: these are open: {gates}.",
    fix: "headgate status says what blocks and who owes it.",
  },
  TOO_LATE_TO_ASK: {
    exit: 4,
    status: 409,
    message: "{requirement} tells what was before {stage} began, and it has begun: nobody can look at that any more.",
    fix: "What was seen before stands. After a rollback it can be looked at again.",
  },
  COMPARED_WITH_ANOTHER: {
    exit: 4,
    status: 409,
    message: "{act} cannot start: {checks} compared with another build than {version}, which runs in production now.",
    fix: "Bring these reports again, or ask the checks again: headgate run RELEASE CHECK",
  },
  NOT_BREAKABLE: {
    exit: 4,
    status: 403,
    message: "{requirement} stays shut even in an emergency. {why}",
    fix: "Meet it; a rollback needs nobody's leave: headgate rollback",
  },
  NO_REVIEWER: {
    exit: 4,
    status: 403,
    message: "Nobody but {person} could review this afterwards: nobody else holds {roles}.",
    fix: "Somebody else breaks the glass, or headgate.yaml names a small-team-reviewer for the next release.",
  },
  NO_EMERGENCY: {
    exit: 4,
    status: 409,
    message: "The process {process} knows no emergency.",
    fix: "Open the release without --emergency, or add emergency: to process.yaml.",
  },
  ALERT_UNKNOWN: {
    exit: 4,
    status: 409,
    message: "{release} waits for no acknowledgement of an alert {alert}; it waits for: {alerts}.",
    fix: "It may be over: headgate status says so. A new alert: headgate run {release} CHECK --as ID",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
