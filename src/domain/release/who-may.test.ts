import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Asked, ask, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { build, digestOf } from "../../../test/support/release.ts";
import { evidenceOf, signature, started } from "../../../test/support/walk.ts";
import { catalogue } from "../../errors.ts";
import { given } from "./who-may.ts";

const at = openCase(defaultProcess);
const raw = digestOf("anything");
const order = (order: Extract<Asked, { type: "Order" }>["order"]): Asked => ({
  type: "Order",
  environment: "production",
  order,
});

const peopleOnly: readonly Asked[] = [
  signature(at, "A1"),
  { type: "Reject", requirement: "A1", reason: "no" },
  { type: "RequestWaiver", requirement: "entry.functional", reason: "r", risk: "r", control: "c", expires: at.at },
  { type: "GrantWaiver", requirement: "entry.functional" },
  { type: "BreakGlass", requirement: "staging.demo", reason: "now" },
  { type: "TakeUp", requirement: "staging.demo" },
  { type: "FileRecord", requirement: "staging.demo", fields: {}, raw },
  { type: "CloseTask", task: "t", note: "done" },
  { type: "AcknowledgeAlert", alert: "headgate-1" },
  { type: "GradeIssue", issue: "issue-1", severity: "low", reason: "looks only" },
  { type: "DeferIssue", issue: "issue-1", workaround: "reload", plan: "1.2.0" },
  { type: "CloseIssue", issue: "issue-1", note: "done", retest: "" },
  { type: "GradeTrigger", trigger: "trigger-1", severity: "low", reason: "looks only" },
  { type: "DecideTrigger", trigger: "trigger-1", answers: {}, reason: "r" },
  { type: "ApplyFix", trigger: "trigger-1", fix: "f" },
  { type: "SettleTrigger", trigger: "trigger-1", how: "cleared", reason: "r" },
  { type: "ConfirmPresence", requirement: "production.deploy", post: "sre", onCall: null },
  { type: "Reschedule", productionAt: at.at, reason: "later" },
  { type: "Cancel", reason: "no" },
  { type: "ReplaceBuild", build, reason: "a fix" },
  { type: "ExtendPeriod", until: at.at, reason: "later" },
  { type: "CloseRollbackWindow", reason: "quiet days" },
  { type: "SeeFeature", feature: "SHOP-1", works: true, note: "seen" },
  { type: "Diagnose", failure: null, cause: "a full disk", fault: "environment" },
  { type: "RestartAttempt", reason: "the disk is empty" },
  order({ type: "Promote", step: 0 }),
  order({ type: "Pause", reason: "look" }),
  order({ type: "Resume" }),
  order({ type: "RollBack", reason: "harm", severity: "critical" }),
  started(at, "production.deploy"),
];

const conductorOnly: readonly Asked[] = [
  { type: "Report", rollout: "r", report: { type: "ConfirmFreed" } },
  { type: "RecordDelivery", requirement: "scheduled", to: "x", delivered: true, detail: "" },
  { type: "CloseRelease" },
  { type: "RecordSeal", head: raw, folder: "f" },
  { type: "NoteDue" },
  { type: "KeepTriggers" },
  { type: "RecordFailure", failure: "failure-1", document: raw },
  { type: "RecordTold", requirement: "A1", rung: 1, to: "ada", delivered: true, detail: "" },
  { type: "RecordNotice", notice: "n", occurrence: "o", to: "ada", result: "delivered", detail: "" },
  { type: "SkipNotices" },
];

const anyonesToo: readonly Asked[] = [
  evidenceOf(at, "entry.functional"),
  { type: "RequestCheck", requirement: "entry.functional" },
  { type: "FileDocument", requirement: "documentation.features", document: raw, madeFrom: [] },
  { type: "TakeNote", kind: "note", text: "the queue grows", about: "" },
  { type: "Propose", requirement: "A1", note: "ready", draft: { kind: "sign" } },
  {
    type: "ReportIssue",
    title: "the cart is slow",
    severity: "high",
    source: "tests",
    environment: "staging",
    reference: "",
  },
  { type: "RaiseTrigger", severity: "medium", source: "alert", says: "p95", environment: "production", key: "k" },
];

describe("R206: an agent", () => {
  test.each(peopleOnly)("never decides what people decide: $type", (asked) => {
    expect(ask(at, "bot", asked)).toMatchObject({
      ok: false,
      refusal: { code: "AGENT_FORBIDDEN", detail: { person: "bot" } },
    });
  });
  test("cannot pass as a person by saying so", () => {
    const asPerson = { ...at, release: at.release };
    const people = at.release.plan.people.map((one) => (one.id === "ada" ? { ...one, kind: "agent" as const } : one));
    const plan = { ...at.release.plan, people };
    expect(refusalOf({ ...asPerson, release: { ...at.release, plan } }, "ada", signature(at, "A1"))).toBe(
      "UNKNOWN_PERSON",
    );
  });
  test("may hand in evidence, ask again and draft documents", () => {
    const decisions = anyonesToo.map((asked) => ask(at, "bot", asked));
    expect(decisions.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true, true]);
    // And every one of these acts says on whose behalf.
    const events = decisions.flatMap((decision) => (decision.ok ? decision.events : []));
    expect(new Set(events.map(({ delegator }) => delegator))).toEqual(new Set(["ada"]));
  });
  test("meets a decision on every type of command there is", () => {
    const tried = [...peopleOnly, ...conductorOnly, ...anyonesToo].map(({ type }) => type);
    expect(new Set([...tried, "OpenRelease"])).toEqual(new Set(Object.keys(given)));
  });
  test("is refused whatever the roles and the state, on every command that is not given to anyone", () => {
    const anyCommand = fc.constantFrom(...peopleOnly, ...conductorOnly);
    const anyRoles = fc.subarray(defaultProcess.roles.map(({ id }) => id));
    fc.assert(
      fc.property(anyCommand, anyRoles, (asked, roles) => {
        const people = at.release.plan.people.map((one) =>
          one.id === "bot" ? { ...one, roles } : { ...one, deputies: ["bot"] },
        );
        const plan = { ...at.release.plan, owner: "bot", people, smallTeamReviewer: "bot" };
        expect(ask({ ...at, release: { ...at.release, plan } }, "bot", asked).ok).toBe(false);
      }),
    );
  });
});

test.each(conductorOnly)("T38: $type is the conductor's alone", (asked) => {
  expect(["ada", "bot"].map((by) => refusalOf(at, by, asked))).toEqual(["ROLE_MISSING", "ROLE_MISSING"]);
});

test("somebody who is not in the plan may do nothing", () => {
  const refused = peopleOnly.map((asked) => refusalOf(at, "mallory", asked));
  expect(new Set(refused)).toEqual(new Set(["UNKNOWN_PERSON"]));
});

test("R198: every refusal has a code that the catalogue explains, with every value that its words ask for", () => {
  const refusals = [...peopleOnly, ...conductorOnly]
    .flatMap((asked) => ["ada", "bo", "bot", "mallory"].map((by) => ask(at, by, asked)))
    .flatMap((decision) => (decision.ok ? [] : [decision.refusal]));
  expect(refusals.length).toBeGreaterThan(30);
  for (const { code, detail } of refusals) {
    expect(catalogue).toHaveProperty(code);
    const { message, fix } = catalogue[code];
    const wanted = [...`${message} ${fix}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    const missing = wanted.filter((name) => !(name in detail) && name !== "release");
    expect(missing, `${code}: ${message}`).toEqual([]);
  }
});
