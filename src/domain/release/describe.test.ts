import fc from "fast-check";
import { expect, test } from "vitest";
import { build, digestOf, evidence, minutes, openRelease, report, seconds } from "../../../test/support/release.ts";
import type { FailureEvent } from "../failure/events.ts";
import type { IncidentEvent } from "../incident/events.ts";
import type { NoticeEvent } from "../notice/events.ts";
import type { RolloutEvent } from "../rollout/events.ts";
import type { RoomEvent } from "../room/events.ts";
import type { ValidationEvent } from "../validation/events.ts";
import { describe } from "./describe.ts";
import type { ReleaseEvent } from "./events.ts";

type OwnEvent = Exclude<
  ReleaseEvent,
  RolloutEvent | IncidentEvent | NoticeEvent | ValidationEvent | FailureEvent | RoomEvent
>;
/** One row for each type, or this file does not compile. */
type Table = { readonly [T in OwnEvent["type"]]: readonly [Omit<Extract<OwnEvent, { type: T }>, "at">, string] };

const read = evidence(
  "entry.security",
  { figures: { critical: 0, high: 1 }, texts: { decision: "GO" } },
  minutes(1),
  "sast",
);
const seen = read.type === "EvidenceRecorded" ? read.evidence : undefined;
if (seen === undefined) throw new Error("the helper gives evidence");

const table: Table = {
  ReleaseOpened: [openRelease(), `release shop-1.1.0 opened by ada: shop 1.1.0 (${build.digest.slice(0, 19)})`],
  BuildReplaced: [
    { type: "BuildReplaced", build: { ...build, version: "1.1.1" }, reason: "cart mended", by: "ada" },
    `build replaced by ada with 1.1.1 (${build.digest.slice(0, 19)}): cart mended`,
  ],
  EvidenceRecorded: [
    { type: "EvidenceRecorded", evidence: seen },
    "evidence for entry.security#sast: critical 0, high 1, decision GO (figures from probe)",
  ],
  ApprovalGiven: [
    {
      type: "ApprovalGiven",
      requirement: "A12",
      by: "bo",
      role: "product-owner",
      statement: "I decide that this build may proceed.",
      shown: [],
      shownDigest: digestOf("shown"),
      conflict: null,
    },
    'A12 signed by bo as product-owner: "I decide that this build may proceed."',
  ],
  ApprovalRejected: [
    { type: "ApprovalRejected", requirement: "A12", by: "bo", role: "product-owner", reason: "not before the fair" },
    "A12 rejected by bo as product-owner: not before the fair",
  ],
  WaiverRequested: [
    {
      type: "WaiverRequested",
      requirement: "rollback.time",
      by: "ada",
      reason: "slow disks",
      risk: "16 minutes",
      control: "two on call",
      expires: minutes(60),
    },
    "waiver of rollback.time asked for by ada until 2026-11-02 10:00:00 UTC: slow disks (risk: 16 minutes; control: two on call)",
  ],
  AlertAcknowledged: [
    { type: "AlertAcknowledged", requirement: "checklist.monitoring", alert: "headgate-shop-3f9a", by: "bo" },
    "test alert headgate-shop-3f9a of checklist.monitoring acknowledged by bo",
  ],
  WaiverGranted: [
    { type: "WaiverGranted", requirement: "rollback.time", by: "bo", role: "devops-lead" },
    "waiver of rollback.time granted by bo as devops-lead",
  ],
  GlassBroken: [
    {
      type: "GlassBroken",
      requirement: "checklist.logs",
      by: "ada",
      reason: "the shop is down",
      reviewBy: minutes(2_880),
    },
    "checklist.logs opened by break-glass by ada: the shop is down (a review is owed until 2026-11-04 09:00:00 UTC)",
  ],
  BecameDue: [
    { type: "BecameDue", until: { A1: minutes(60), A2: minutes(120) } },
    "people can act now: A1 until 2026-11-02 10:00:00 UTC, A2 until 2026-11-02 11:00:00 UTC",
  ],
  DueStopped: [
    { type: "DueStopped", requirements: ["A1", "A9"] },
    "nobody can act for now on A1, A9: their time stands still",
  ],
  OverdueTold: [
    { type: "OverdueTold", requirement: "A1", rung: 2, to: "bo", delivered: false, detail: "the disk is full" },
    "A1 is overdue: bo could not be told (rung 2; the disk is full)",
  ],
  ProposalMade: [
    { type: "ProposalMade", requirement: "A1", by: "bot", note: "all is green", draft: { kind: "sign" } },
    "bot proposes a signature of A1: all is green",
  ],
  RecordFiled: [
    {
      type: "RecordFiled",
      requirement: "staging.demo",
      by: "bo",
      fields: { who: "all", note: " " },
      raw: digestOf("r"),
    },
    "staging.demo filed by bo: 1 of 2 fields filled",
  ],
  DocumentWritten: [
    { type: "DocumentWritten", requirement: "strategy.record", document: digestOf("d"), by: "headgate", madeFrom: [] },
    `strategy.record written by headgate: ${digestOf("d").slice(0, 19)}`,
  ],
  MessageDelivered: [
    { type: "MessageDelivered", requirement: "scheduled", to: "board@example.org", detail: "written to outbox" },
    "scheduled delivered to board@example.org: written to outbox",
  ],
  MessageBounced: [
    { type: "MessageBounced", requirement: "scheduled", to: "board@example.org", detail: "mailbox full" },
    "scheduled not delivered to board@example.org: mailbox full",
  ],
  CheckRequested: [
    { type: "CheckRequested", requirement: "staging.smoke", by: "eli" },
    "staging.smoke asked for anew by eli",
  ],
  TaskClosed: [
    { type: "TaskClosed", task: "entry.uat.condition-1", by: "bo", note: "label corrected" },
    "task entry.uat.condition-1 closed by bo: label corrected",
  ],
  ReleaseRescheduled: [
    { type: "ReleaseRescheduled", productionAt: minutes(60), by: "bo", reason: "the fair" },
    "production moved to 2026-11-02 10:00:00 UTC by bo: the fair",
  ],
  ReleaseClosed: [{ type: "ReleaseClosed" }, "release closed: nothing is left to do"],
  RecordSealed: [
    { type: "RecordSealed", head: digestOf("head"), folder: "records/shop-1.1.0" },
    `record sealed in records/shop-1.1.0: head ${digestOf("head").slice(0, 19)}`,
  ],
  ReleaseEnded: [
    { type: "ReleaseEnded", how: "cancelled", by: "ada", reason: "superseded" },
    "release cancelled by ada: superseded",
  ],
  CommandRefused: [
    {
      type: "CommandRefused",
      command: "Approve",
      code: "AGENT_FORBIDDEN",
      detail: { person: "bot", act: "Approve" },
      by: "bot",
    },
    "refused: Approve by bot: AGENT_FORBIDDEN",
  ],
};

test.each(Object.entries(table))("%s", (_, [event, sentence]) => {
  expect(describe({ ...event, at: seconds(1) } as ReleaseEvent)).toBe(sentence);
});

test("an event of a rollout is told by the rollout's own words", () => {
  const paused = { type: "RolloutPaused", rollout: "r", at: seconds(1), by: "cy", reason: "an alert" } as const;
  expect(describe(paused)).toBe("paused by cy: an alert");
});

test("evidence that could not be read says why, and shows no figures", () => {
  const broken = { ...seen, report: null, problem: "not XML" };
  expect(describe({ type: "EvidenceRecorded", at: seconds(1), evidence: broken })).toBe(
    "evidence for entry.security#sast cannot be read: not XML (figures from probe)",
  );
});

test("findings are counted; a report without anything says so", () => {
  const finding = { id: "CVE-1", severity: "high", title: "t", where: "w" } as const;
  const told = (content: Parameters<typeof report>[0]) =>
    describe({ type: "EvidenceRecorded", at: seconds(1), evidence: { ...seen, part: "", report: report(content) } });
  expect(told({ findings: [finding] })).toBe("evidence for entry.security: findings 1 (figures from probe)");
  expect(told({})).toBe("evidence for entry.security: no figures (figures from probe)");
});

test("R45: evidence that was compared says with what, and what is different", () => {
  const compared = { release: "shop-1.0.0", version: "1.0.0", build: null, lists: {}, findings: [], problem: null };
  const told = (change: object) => {
    const all = { ...compared, raw: digestOf("old"), figures: { newHigh: 1 }, ...change };
    return describe({ type: "EvidenceRecorded", at: seconds(1), evidence: { ...seen!, part: "", compared: all } });
  };
  expect(told({})).toMatch(/; against 1\.0\.0: newHigh 1 \(figures from probe\)$/);
  expect(told({ raw: null, figures: {}, problem: "nothing runs" })).toContain(
    "; against nothing (nothing runs): no figures",
  );
});

test("a refusal names what it was about", () => {
  const detail = { requirement: "A14", person: "ada", duty: "ada started the rollout" };
  expect(
    describe({ type: "CommandRefused", at: seconds(1), command: "Approve", code: "DUTY_CONFLICT", detail, by: "ada" }),
  ).toBe("refused: Approve by ada: DUTY_CONFLICT (requirement: A14; duty: ada started the rollout)");
});

test("R199: a duty that a small team could not keep is said with the signature", () => {
  const [signed] = table.ApprovalGiven;
  const conflict = { duty: "bo wrote code of this build", reviewer: "hal" };
  expect(describe({ ...signed, at: seconds(1), conflict })).toMatch(
    /\(although bo wrote code of this build; hal reviews it afterwards\)$/,
  );
});

test("always one line without control characters, whatever somebody wrote", () => {
  const nasty = fc.string({
    unit: fc.constantFrom("a", "\n", "\r", "\t", "\u001b", "\u0007", "\u202e", "\u2028", "é"),
  });
  fc.assert(
    fc.property(nasty, (reason) => {
      const said = describe({ type: "ReleaseEnded", how: "cancelled", at: seconds(1), by: "ada", reason });
      expect(said).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028]/u);
      expect(said).toMatch(/^release cancelled by ada:/);
    }),
  );
});
