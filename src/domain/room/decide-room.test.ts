import { describe, expect, test } from "vitest";
import { acted, ask, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { issue, minutesOn } from "../../../test/support/incident.ts";
import { driven, upAndRunning } from "../../../test/support/obey.ts";
import { people } from "../../../test/support/release.ts";
import {
  answered,
  begun,
  confirmed,
  fulfilled,
  readyToStart,
  requirementOf,
  signature,
  started,
  statusOf,
} from "../../../test/support/walk.ts";
import { millis } from "../units.ts";
import { dutiesShown } from "./duties-shown.ts";

const deploy = "production.deploy";
const deputies: Readonly<Record<string, readonly string[]>> = { eli: ["gil"] };
const withDeputy = people.map((one) => ({ ...one, deputies: deputies[one.id] ?? [] }));
const ready = readyToStart(openCase(defaultProcess, { plan: { people: withDeputy } }), deploy);
const confirm = (post: string, onCall: readonly string[] | null = null) =>
  ({ type: "ConfirmPresence", requirement: deploy, post, onCall }) as const;

/** As if these had never said to be there. */
const without = (...posts: readonly string[]): typeof ready => ({
  ...ready,
  release: {
    ...ready.release,
    presence: Object.fromEntries(
      Object.entries(ready.release.presence).filter(([key]) => !posts.includes(key.slice(deploy.length + 1))),
    ),
  },
});

describe("R70: each required person confirms presence and role", () => {
  test("QA Lead not confirmed: the start is blocked, and says so", () => {
    const at = without("qa-lead");
    expect(ask(at, "ada", started(at, deploy))).toMatchObject({
      refusal: { code: "POST_EMPTY", detail: { act: deploy, missing: "QA Lead not confirmed" } },
    });
    expect(requirementOf(at, deploy).waitsFor).toEqual([`${deploy}.qa-lead`]);
    expect(requirementOf(at, `${deploy}.qa-lead`)).toMatchObject({
      kind: "post",
      state: "missing",
      act: "headgate confirm shop-1.1.0 qa-lead --as <qa-lead>",
    });
  });
  test("a named deputy confirms in the stead of the QA Lead, and it begins", () => {
    const at = confirmed(without("qa-lead"), `${deploy}.qa-lead`, "gil");
    expect(requirementOf(at, `${deploy}.qa-lead`).reason).toContain("gil for eli confirmed");
    expect(begun(at, "ada", deploy).release.rollouts.at(-1)?.environment).toBe("production");
  });
  test("nobody is called while an incident holds up the start, and everybody is when it is over", () => {
    const at = without("qa-lead");
    const key = `${deploy}.qa-lead`;
    const high = acted(at, "cy", issue("high"));
    expect(requirementOf(high, key)).toMatchObject({ waitsFor: ["issue-1"], act: "first: issue-1" });
    expect(statusOf(high).blocking.map(({ id }) => id)).not.toContain(key);
    const retested = answered(minutesOn(high, 5), "entry.functional");
    const close = { type: "CloseIssue", issue: "issue-1", note: "mended", retest: "entry.functional" } as const;
    const closed = acted(retested, "eli", close);
    expect(requirementOf(closed, key)).toMatchObject({ waitsFor: [], act: expect.stringMatching(/^headgate confirm/) });
  });
  test("nobody else does: not for another's role, no agent, for no post that there is not", () => {
    expect(refusalOf(ready, "bo", confirm("qa-lead"))).toBe("ROLE_MISSING");
    expect(refusalOf(ready, "bot", confirm("devops-lead"))).toBe("AGENT_FORBIDDEN");
    expect(refusalOf(ready, "ada", confirm("cook"))).toBe("POST_UNKNOWN");
  });
  test("it is said for hours: what was said too long before the start counts no more", () => {
    const at = later(ready, 4.5);
    expect(requirementOf(at, `${deploy}.qa-lead`)).toMatchObject({ state: "stale" });
  });
  test("what was said before the start stands while the rollout runs and after it", () => {
    const up = later(driven(begun(ready, "ada", deploy), upAndRunning), 30);
    expect(requirementOf(up, `${deploy}.qa-lead`).state).toBe("pass");
  });
});

describe("R72: who watches and who responds have acknowledged it minutes before the start", () => {
  test("no acknowledgement: refused", () => {
    const at = without("responder", "watcher");
    const missing = "Whoever watches not confirmed; Whoever responds not confirmed";
    expect(ask(at, "ada", started(at, deploy))).toMatchObject({ refusal: { code: "POST_EMPTY", detail: { missing } } });
  });
  test("one of 31 minutes ago: refused", () => {
    const at = { ...ready, at: (ready.at + 31 * 60_000) as typeof ready.at };
    expect(ask(at, "ada", started(at, deploy))).toMatchObject({
      refusal: {
        code: "POST_EMPTY",
        detail: { missing: expect.stringContaining("more than 30 min before the start") },
      },
    });
  });
  test("where there is a roster, whoever it has on call responds, and nobody else", () => {
    expect(refusalOf(ready, "cy", confirm("responder", ["fay"]))).toBe("NOT_ON_CALL");
    const at = acted(without("responder"), "fay", confirm("responder", ["fay"]));
    expect(requirementOf(at, `${deploy}.responder`)).toMatchObject({
      state: "pass",
      reason: expect.stringMatching(/^fay .*on call$/),
    });
  });
  test("without a chain of escalation behind whoever responds it is red", () => {
    const { escalation: _, ...process } = defaultProcess;
    expect(requirementOf({ ...ready, process }, `${deploy}.responder`)).toMatchObject({
      state: "fail",
      reason: "nobody else hears of what cy leaves unanswered as Whoever responds",
    });
  });
});

describe("R83, R88: notes and decisions", () => {
  test("R83: one act puts the SRE's note on a flag into the log, with its time", () => {
    const at = acted(ready, "cy", { type: "TakeNote", kind: "note", text: " p95 rose ", about: deploy });
    expect(at.release.notes).toEqual([
      { line: 1, kind: "note", text: "p95 rose", about: deploy, by: "cy", at: ready.at },
    ]);
  });
  test("an agent notes, and decides nothing; nobody notes nothing, or on what there is not", () => {
    const say = (kind: "note" | "decision", text: string, about = "") =>
      ({ type: "TakeNote", kind, text, about }) as const;
    expect(refusalOf(ready, "bot", say("note", "the queue grows"))).toBe("accepted: NoteTaken");
    expect(refusalOf(ready, "bot", say("decision", "go on"))).toBe("AGENT_FORBIDDEN");
    expect(refusalOf(ready, "ada", say("decision", "go on"))).toBe("accepted: NoteTaken");
    expect(refusalOf(ready, "ada", say("note", " "))).toBe("NOTE_EMPTY");
    expect(refusalOf(ready, "ada", say("note", "odd", "trigger-9"))).toBe("SUBJECT_UNKNOWN");
  });
});

test("R87: a message to those outside is written by whom the process names, by no agent, and is their duty done", () => {
  const write = { type: "TakeNote", kind: "message", text: "orders may take a minute", about: "" } as const;
  expect(refusalOf(ready, "bo", write)).toBe("accepted: NoteTaken");
  expect(refusalOf(ready, "cy", write)).toBe("ROLE_MISSING");
  expect(refusalOf(ready, "bot", write)).toBe("AGENT_FORBIDDEN");
  const { messagesBy: _, ...process } = defaultProcess;
  expect(refusalOf({ ...ready, process }, "bo", write)).toBe("ROLE_MISSING");
  const { process: of, release, at } = acted(ready, "bo", write);
  const duties = dutiesShown(of, release, at).find(({ role }) => role === "product-owner")?.duties ?? [];
  expect(duties.find(({ title }) => title === "Tells the stakeholders")).toMatchObject({
    done: true,
    shownBy: ["message 1 by bo"],
  });
});

describe("R82: the four duties of the DevOps Lead, done or not", () => {
  const of = (at: typeof ready, role: string) =>
    dutiesShown(at.process, at.release, at.at).find((one) => one.role === role)?.duties ?? [];
  test("before the start two are not shown; afterwards each is, with its evidence", () => {
    expect(of(ready, "devops-lead").map(({ title, done }) => [title, done])).toEqual([
      ["Executes the rollout", false],
      ["Watches the log", true],
      ["Decides on a rollback", false],
      ["Coordinates", true],
    ]);
    const up = { ...driven(begun(ready, "ada", deploy), upAndRunning) };
    const decided = acted(up, "ada", { type: "TakeNote", kind: "decision", text: "no rollback", about: "" });
    expect(of(decided, "devops-lead").map(({ done, shownBy }) => [done, shownBy[0]])).toEqual([
      [true, "production.deploy: attempt 1, all traffic on 1.1.0"],
      [true, expect.stringMatching(/^ada confirmed at /)],
      [true, "decision 1 by ada"],
      [true, expect.stringMatching(/^ada confirmed at /)],
    ]);
  });
  test("R82: nobody but its holder starts it", () => {
    expect(refusalOf(ready, "eli", started(ready, deploy))).toBe("ROLE_MISSING");
  });
  test("R83-R87: every other role that the day needs has duties, and a note of another shows nothing for it", () => {
    const roles = dutiesShown(ready.process, ready.release, ready.at).map(({ role, duties }) => [role, duties.length]);
    expect(roles).toEqual([
      ["devops-lead", 4],
      ["sre", 3],
      ["tech-lead", 3],
      ["qa-lead", 2],
      ["security-lead", 2],
      ["product-owner", 4],
    ]);
    const noted = acted(ready, "ada", { type: "TakeNote", kind: "note", text: "calm", about: "" });
    expect(of(noted, "sre").find(({ title }) => title.startsWith("Notes"))?.done).toBe(false);
  });
});

test("R92: the executor tries to give the SRE's confirmation: refused", () => {
  // Ada is the deputy of the SRE, and ran the rollout.
  const people = withDeputy.map((one) => (one.id === "cy" ? { ...one, deputies: ["ada"] } : one));
  const at = { ...ready, release: { ...ready.release, plan: { ...ready.release.plan, people } } };
  const up = driven(begun(at, "ada", deploy), upAndRunning);
  const soon = { ...up, at: (up.at + millis(1_000)) as typeof up.at };
  const seen = ["production.smoke", "production.health", "production.running"].reduce(fulfilled, soon);
  expect(ask(seen, "ada", signature(seen, "A14"))).toMatchObject({ ok: false, refusal: { code: "DUTY_CONFLICT" } });
});

test("R84: one instance on the old digest: the technical approval is refused", () => {
  const began = driven(begun(ready, "ada", deploy), upAndRunning);
  const soon = { ...began, at: (began.at + 1_000) as typeof began.at };
  const well = ["production.smoke", "production.health"].reduce(fulfilled, soon);
  const lists = { differences: ["web-3 runs the digest of 1.0.0"] };
  const old = answered(well, "production.running", { figures: { instances: 4, differences: 1 }, lists });
  expect(requirementOf(old, "production.running").reason).toContain("web-3 runs the digest of 1.0.0");
  expect(refusalOf(old, "di", signature(old, "A15"))).toBe("AFTER_NOT_MET");
  const mended = answered(old, "production.running", { figures: { instances: 4, differences: 0 } });
  expect(refusalOf(mended, "di", signature(mended, "A15"))).toBe("accepted: ApprovalGiven");
});

test("R80: 30 tickets on a day that has 5 as a rule raise the alarm, with an issue, once", () => {
  const up = driven(begun(ready, "ada", deploy), upAndRunning);
  const at = { ...up, at: (up.at + 1_000) as typeof up.at };
  const figures = { checked: 1, tickets: 30, meanBefore: 5, ticketRatio: 6 };
  const surge = answered(at, "validation.users", { figures });
  expect(surge.release.triggers).toMatchObject([
    { severity: "medium", source: "check", key: "validation.users", says: expect.stringContaining("a surge") },
  ]);
  expect(surge.release.issues).toMatchObject([{ reference: "validation.users", state: "open" }]);
  const again = answered({ ...surge, at: (surge.at + 1_000) as typeof up.at }, "validation.users", { figures });
  expect(again.release.triggers).toHaveLength(1);
  const usual = answered(at, "validation.users", { figures: { ...figures, tickets: 5, ticketRatio: 1 } });
  expect(usual.release.triggers).toEqual([]);
});

test("R101: a surge of complaints is red until the product owner explains it", () => {
  const up = driven(begun(ready, "ada", deploy), upAndRunning);
  const at = { ...up, at: (up.at + 1_000) as typeof up.at };
  const surge = answered(at, "validation.users", { figures: { checked: 1, ticketRatio: 6 } });
  expect(requirementOf(surge, "validation.users")).toMatchObject({
    state: "fail",
    reason: expect.stringMatching(/^a surge: .* 6 times/),
  });
  const words = { reason: "the newsletter", risk: "none", control: "support reads each", expires: later(surge, 24).at };
  const asked = acted(surge, "cy", { type: "RequestWaiver", requirement: "validation.users", ...words });
  expect(refusalOf(asked, "di", { type: "GrantWaiver", requirement: "validation.users" })).toBe("ROLE_MISSING");
  const explained = acted(asked, "bo", { type: "GrantWaiver", requirement: "validation.users" });
  expect(requirementOf(explained, "validation.users")).toMatchObject({ state: "waived" });
});
