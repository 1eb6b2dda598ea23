import { expect, test } from "vitest";
import { minutes } from "../../../test/support/release.ts";
import { describeIncident } from "./describe-incident.ts";
import type { IncidentEvent } from "./events.ts";

/** One row for each type, or this file does not compile. */
type Table = {
  readonly [T in IncidentEvent["type"]]: readonly [Omit<Extract<IncidentEvent, { type: T }>, "at" | "type">, string];
};

const issue = "issue-1";
const trigger = "trigger-1";
const table: Table = {
  IssueReported: [
    {
      issue,
      title: "checkout fails",
      severity: "high",
      source: "tests",
      environment: "staging",
      reference: "SHOP-7",
      graded: true,
      by: "eli",
    },
    "issue-1, high, seen in staging by tests, reported by eli: checkout fails (SHOP-7)",
  ],
  IssueGraded: [
    { issue, severity: "medium", reason: "there is a way around", by: "eli" },
    "issue-1 is medium, says eli: there is a way around",
  ],
  IssueDeferred: [
    { issue, workaround: "reload", plan: "1.2.0", by: "bo", role: "product-owner" },
    "issue-1 put off by bo as product-owner: 1.2.0 (until then: reload)",
  ],
  IssueClosed: [
    { issue, note: "mended", retest: "staging.regression", by: "eli" },
    "issue-1 closed by eli: mended (staging.regression passed)",
  ],
  TriggerRaised: [
    {
      trigger,
      severity: "critical",
      source: "alert",
      says: "the shop is down",
      environment: "production",
      of: null,
      issue: null,
      key: "abc",
      by: "cy",
    },
    "trigger-1, critical, raised in production by cy (alert): the shop is down",
  ],
  TriggerGraded: [
    { trigger, severity: "high", reason: "it spreads", by: "ada" },
    "trigger-1 is high, says ada: it spreads",
  ],
  TriggerEscalated: [
    { trigger, to: ["ada", "bo"], reason: "high for 45 minutes" },
    "trigger-1 escalated to ada, bo: high for 45 minutes",
  ],
  TriggerNotRestored: [
    { trigger, reason: "the service is not restored after 15 minutes: the shop is down" },
    "trigger-1: everybody has to know, the service is not restored after 15 minutes: the shop is down",
  ],
  TriggerDecided: [
    { trigger, choice: "fix-in-place", reason: "the flag helps", answers: { critical: "no" }, by: "di" },
    "trigger-1: di decides to fix it in place: the flag helps",
  ],
  FixApplied: [
    { trigger, kind: "flag", name: "no-upsell", by: "di" },
    "trigger-1: the planned flag change no-upsell is live, says di",
  ],
  FixVerified: [{ trigger, requirement: "production.smoke" }, "trigger-1: production.smoke passed after the fix"],
  TriggerSettled: [
    { trigger, how: "cleared", reason: "a false alarm", by: "ada" },
    "trigger-1 is settled (cleared) by ada: a false alarm",
  ],
};

test.each(Object.entries(table))("%s in one sentence", (type, [event, says]) => {
  expect(describeIncident({ type, at: minutes(1), ...event } as IncidentEvent)).toBe(says);
});
