import { signerInWords } from "../release/stand-in.ts";
import type { IncidentEvent } from "./events.ts";

/** One sentence on an issue or a trigger. */
export const describeIncident = (event: IncidentEvent): string => {
  switch (event.type) {
    case "IssueReported": {
      const { issue, severity, environment, source, by, title, reference } = event;
      const known = reference === "" ? "" : ` (${reference})`;
      return `${issue}, ${severity}, seen in ${environment} by ${source}, reported by ${by}: ${title}${known}`;
    }
    case "IssueGraded":
      return `${event.issue} is ${event.severity}, says ${event.by}: ${event.reason}`;
    case "IssueDeferred":
      return `${event.issue} put off by ${signerInWords(event)} as ${event.role}: ${event.plan} (until then: ${event.workaround})`;
    case "IssueClosed":
      return `${event.issue} closed by ${event.by}: ${event.note}${event.retest === "" ? "" : ` (${event.retest} passed)`}`;
    case "TriggerRaised": {
      const { trigger, severity, source, environment, by, says } = event;
      return `${trigger}, ${severity}, raised in ${environment} by ${by} (${source}): ${says}`;
    }
    case "TriggerGraded":
      return `${event.trigger} is ${event.severity}, says ${signerInWords(event)}: ${event.reason}`;
    case "TriggerEscalated":
      return `${event.trigger} escalated to ${event.to.join(", ") || "nobody"}: ${event.reason}`;
    case "TriggerNotRestored":
      return `${event.trigger}: everybody has to know, ${event.reason}`;
    case "TriggerDecided":
      return `${event.trigger}: ${signerInWords(event)} decides to ${words[event.choice]}: ${event.reason}`;
    case "FixApplied":
      return `${event.trigger}: the planned ${event.kind} change ${event.name} is live, says ${signerInWords(event)}`;
    case "FixVerified":
      return `${event.trigger}: ${event.requirement} passed after the fix`;
    case "TriggerSettled":
      return `${event.trigger} is settled (${event.how}) by ${signerInWords(event)}: ${event.reason}`;
  }
};

const words = { "roll-back": "roll back", "fix-in-place": "fix it in place", watch: "watch it" } as const;
