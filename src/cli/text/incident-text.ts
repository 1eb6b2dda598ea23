import type { Issue, Trigger } from "../../domain/incident/incident.ts";
import { nameOfIssue } from "../../domain/incident/issues-in-words.ts";
import { reactionOf, waitedFor } from "../../domain/incident/reaction.ts";
import { type Restoration, restoredInWords } from "../../domain/incident/restored.ts";
import type { Instant } from "../../domain/units.ts";
import { columns } from "./columns.ts";
import { roughly, showMinute } from "./time.ts";

export const issueLines = (issues: readonly Issue[]): readonly string[] =>
  columns(
    issues.map((one) => [
      one.id,
      one.state,
      one.graded ? one.severity : `${one.severity}?`,
      one.environment,
      nameOfIssue(one) === one.id ? "" : nameOfIssue(one),
      one.deferral === null ? one.title : `${one.title} (until then: ${one.deferral.workaround}; ${one.deferral.plan})`,
    ]),
  );

/** Newest last, each with how long it took until somebody decided (R131), and until users were well again (R121). */
export const triggerLines = (
  triggers: readonly Trigger[],
  restored: readonly Restoration[],
  now: Instant,
): readonly string[] =>
  columns(
    triggers.map((one) => [
      one.id,
      one.severity,
      showMinute(one.at),
      one.settled === null ? "open" : one.settled.how,
      [
        reactionOf(one) === null ? `undecided for ${roughly(waitedFor(one, now))}` : decided(one, now),
        ...restored.filter(({ trigger }) => trigger === one.id).map(restoredInWords),
      ].join("; "),
      `${one.source}: ${one.says}`,
    ]),
  );

const decided = (one: Trigger, now: Instant): string => {
  const by = one.decision === null ? "settled" : `${one.decision.choice} by ${one.decision.by}`;
  return `${by} after ${roughly(waitedFor(one, now))}`;
};
