import type { FailureEvent } from "./events.ts";

/** One sentence on a failed attempt. */
export const describeFailure = (event: FailureEvent): string => {
  const { failure } = event;
  switch (event.type) {
    case "AttemptFailed":
      return `${failure}: attempt ${event.attempt} of ${event.stage} failed: ${event.requirement}: ${event.reason}`;
    case "FailureRecorded":
      return `${failure}: what is known of it is collected: ${event.document.slice(0, 19)}`;
    case "FailureDiagnosed":
      return `${failure} diagnosed by ${event.by}: the ${event.fault} was at fault: ${event.cause}`;
    case "FixBrought": {
      const files = event.files === null ? "" : `, ${event.files} files`;
      const flag = event.flag === "" ? "" : `; FLAGGED: ${event.flag}`;
      return `${failure}: fix brought by ${event.by}: ${event.cause} (${event.link}${files})${flag}`;
    }
    case "AttemptRestarted":
      return `${failure}: a new attempt with the same build, from the first step, by ${event.by}: ${event.reason}`;
    case "RollbackAnalysed":
      return `${failure}: the rollback is analysed by ${event.by}: ${Object.values(event.fields)[0] ?? ""}`;
  }
};
