import type { Approval } from "../../src/domain/process/process.ts";
import { shownFor } from "../../src/domain/process/shown.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Instant } from "../../src/domain/units.ts";
import { defaultProcess as process } from "./default-process.ts";
import { build, digestOf, evidence, given, minutes, openRelease, people } from "./release.ts";
import { drilled, promoted, rolledBack, watchedFor } from "./rollout.ts";

const approvalOf = (id: string): Approval => {
  const found = process.requirements.find((one) => one.id === id);
  if (found?.kind !== "approval") throw new RangeError(`${id} is no approval`);
  return found;
};

/** Signed by the person who holds its role, for what this history shows. */
export const signed = (history: readonly ReleaseEvent[], id: string, at: Instant): ReleaseEvent => {
  const { owner, statement, shows } = approvalOf(id);
  const by = people.find(({ kind, roles }) => kind === "human" && roles.includes(owner))?.id ?? "ada";
  const shown = shownFor(process, given(...history), shows);
  const shownDigest = digestOf(JSON.stringify([statement, shown]));
  return { type: "ApprovalGiven", at, requirement: id, by, role: owner, statement, shown, shownDigest, conflict: null };
};

export const written = (requirement: string, at: Instant, by = "headgate"): ReleaseEvent => ({
  type: "DocumentWritten",
  at,
  requirement,
  document: digestOf(`${requirement} at ${at}`),
  by,
  madeFrom: [],
});

export const filed = (
  requirement: string,
  fields: Readonly<Record<string, string>>,
  at: Instant,
  by = "gil",
): ReleaseEvent => ({ type: "RecordFiled", at, requirement, by, fields, raw: digestOf(JSON.stringify(fields)) });

const fixed = { ...build, version: "1.1.1", digest: digestOf("shop 1.1.1") };
const days = (n: number): Instant => minutes(n * 1_440);
const of = fixed.digest;

/**
 * A release as it may well go: a build with a fault, held back by staging and replaced; a drill; a harmed first attempt
 * in production, a second that stays; a waiver, refusals, messages, a week of watching, and the forms of the closure.
 */
export const wholeRelease = (): readonly ReleaseEvent[] => {
  const history: ReleaseEvent[] = [
    openRelease(),
    evidence("entry.functional", { figures: { total: 120, passed: 120, failed: 0, blocked: 0 } }, minutes(5)),
    ...rolledBack({ environment: "staging", at: minutes(30) }),
    { type: "BuildReplaced", at: minutes(240), build: fixed, reason: "the cart lost an item", by: "ada" },
    evidence("entry.functional", { figures: { total: 121, passed: 121, failed: 0, blocked: 0 } }, minutes(250), "", of),
    written("strategy.record", minutes(255)),
    ...drilled({ attempt: 1, at: minutes(260), candidate: fixed }),
    ...promoted({ environment: "staging", attempt: 2, at: minutes(500), candidate: fixed }),
    evidence("staging.smoke", { figures: { checked: 8, failed: 0 } }, minutes(700), "", of),
    filed("staging.demo", { attendees: "board | support", feedback: "none" }, minutes(710), "bo"),
    ...waived(minutes(720)),
    { type: "MessageDelivered", at: minutes(730), requirement: "scheduled", to: "board@example.org", detail: "sent" },
    { type: "MessageBounced", at: minutes(731), requirement: "scheduled", to: "support@example.org", detail: "full" },
    {
      type: "CommandRefused",
      at: minutes(740),
      command: "Approve",
      code: "AGENT_FORBIDDEN",
      detail: { person: "bot", act: "Approve" },
      by: "bot",
    },
  ];
  history.push(signed(history, "A9", minutes(750)), signed(history, "A12", minutes(751)));
  history.push(...rolledBack({ at: days(1), candidate: fixed }, 31.5));
  history.push(...promoted({ attempt: 2, at: days(2), candidate: fixed }));
  history.push(
    ...watchedFor({ attempt: 2 }, days(2.5), 10, 1),
    evidence("production.smoke", { figures: { checked: 8, failed: 0 } }, days(3), "", of),
    evidence(
      "validation.metrics",
      { figures: { requests: 52_100, latencies: 52_100, errorRate: 0.0004, p95Ms: 81.5, availability: 1 } },
      days(9),
      "",
      of,
    ),
    filed(
      "closure.review",
      { "as-planned": "All but the first attempt.\nThe second was dull.", strain: "Low." },
      days(10),
    ),
    filed(
      "closure.lessons",
      { lessons: "# Test the cart", actions: "A test", owners: "eli", due: "2026-12-01" },
      days(10),
    ),
  );
  history.push(signed(history, "A17", days(10)));
  return history;
};

const waived = (at: Instant): readonly ReleaseEvent[] => [
  {
    type: "WaiverRequested",
    at,
    requirement: "checklist.logs",
    by: "cy",
    reason: "the store moves house",
    risk: "slow diagnosis",
    control: "logs kept on each instance",
    expires: days(30),
  },
  { type: "WaiverGranted", at, requirement: "checklist.logs", by: "ada", role: "sre" },
];
