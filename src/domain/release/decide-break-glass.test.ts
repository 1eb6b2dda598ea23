import { describe, expect, test } from "vitest";
import { acted, ask, type Case, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { digestOf, people } from "../../../test/support/release.ts";
import { approval, check, record, tinyProcess } from "../../../test/support/tiny-process.ts";
import { answered, requirementOf, signature, stateOf, statusOf } from "../../../test/support/walk.ts";
import { millis } from "../units.ts";
import { whatKeepsItOpen } from "./decide-closing.ts";
import { describe as inWords } from "./describe.ts";

const process = tinyProcess(
  [
    check({ id: "c", owner: "sre" }),
    check({ id: "never", waivable: false }),
    check({ id: "not-so", breakGlass: false }),
    record({ id: "r" }),
    approval({ id: "A", shows: ["c"], waivable: false }),
  ],
  {
    roles: people.flatMap(({ roles }) => roles.map((id) => ({ id, title: id, charge: id, required: false }))),
    breakGlass: { reviewWithin: millis(48 * 3_600_000), reviewers: ["compliance-officer"] },
    exitGates: [{ id: "done", title: "Done", rows: [], requires: ["c"] }],
  },
);
const at = answered(openCase(process), "c", { figures: { failed: 3 } });
const glass = (requirement = "c", reason = "the shop is down") =>
  ({ type: "BreakGlass", requirement, reason }) as const;
const review = {
  type: "FileRecord",
  requirement: "review.break-glass-1",
  fields: { note: "seen" },
  raw: digestOf("n"),
} as const;
const broken = acted(at, "ada", glass());

describe("R202: break-glass", () => {
  test("opens one requirement at once, on one person's word, and says so", () => {
    const decision = ask(at, "ada", glass());
    expect(decision.ok && inWords(decision.events[0]!)).toMatch(/^c opened by break-glass by ada: the shop is down/);
    expect(requirementOf(broken, "c")).toMatchObject({
      state: "waived",
      reason: "the shop is down (break-glass by ada; was: 3 failed)",
    });
    expect(stateOf(broken, "r")).toBe("missing");
  });
  test("needs a reason, and a human of the release who holds a role", () => {
    expect(refusalOf(at, "ada", glass("c", "  "))).toBe("REASON_MISSING");
    expect(refusalOf(at, "bot", glass())).toBe("AGENT_FORBIDDEN");
    expect(refusalOf(at, "mallory", glass())).toBe("UNKNOWN_PERSON");
    const guest = { id: "guest", name: "Guest", kind: "human" as const, roles: [], emails: ["g@x.org"] };
    const with_ = { ...at.release.plan, people: [...people, guest] };
    expect(refusalOf({ ...at, release: { ...at.release, plan: with_ } }, "guest", glass())).toBe("ROLE_MISSING");
  });
  test("is for one requirement of one build, once, and for nothing that is met", () => {
    expect(refusalOf(broken, "bo", glass())).toBe("accepted: ada opened c by break-glass already");
    expect(refusalOf(answered(at, "c"), "ada", glass())).toMatch(/^accepted: c is pass .*nothing was broken$/);
    expect(refusalOf(at, "ada", glass("other"))).toBe("UNKNOWN_REQUIREMENT");
  });
  test("T45: another build is closed again, and the review stays owed", () => {
    const build = { ...at.release.build, digest: digestOf("fixed") };
    const rebuilt = acted(broken, "ada", { type: "ReplaceBuild", build, reason: "a fix" });
    expect(stateOf(rebuilt, "c")).toBe("stale");
    expect(stateOf(rebuilt, "review.break-glass-1")).toBe("missing");
  });
  test("whoever broke it does not sign over it too; another one does, and is flagged", () => {
    const other = people.map((one) => (one.id === "bo" ? { ...one, roles: ["devops-lead"] } : one));
    const opened = answered(openCase(process, { plan: { people: other } }), "c", { figures: { failed: 3 } });
    const there = acted(opened, "ada", glass());
    expect(ask(there, "ada", signature(there, "A"))).toMatchObject({
      refusal: { code: "DUTY_CONFLICT", detail: { duty: "c is opened by break-glass by ada" } },
    });
    expect(acted(there, "bo", signature(there, "A")).release.approvals.A?.over).toEqual([
      "c opened by break-glass by ada",
    ]);
  });
});

describe("R202: its review", () => {
  const inDays = (days: number): Case => later(broken, 24 * days);

  test("is owed by who is named for it and is not the same person", () => {
    expect(requirementOf(broken, "review.break-glass-1")).toMatchObject({
      kind: "review",
      state: "missing",
      who: ["Ivy Ives"],
      reason: "owed until 2026-11-04 09:01:00 UTC",
      overdue: false,
    });
    expect(refusalOf(broken, "ada", review)).toBe("ROLE_MISSING");
    expect(refusalOf(broken, "bo", review)).toBe("ROLE_MISSING");
    expect(refusalOf(broken, "bot", review)).toBe("AGENT_FORBIDDEN");
    expect(refusalOf(broken, "ivy", { ...review, fields: { note: " " } })).toBe("FIELDS_MISSING");
  });
  test("is red after two days, and keeps the release open until it is filed", () => {
    expect(requirementOf(inDays(2.1), "review.break-glass-1")).toMatchObject({
      state: "fail",
      reason: "overdue since 2026-11-04 09:01:00 UTC",
      overdue: true,
    });
    expect(whatKeepsItOpen(process, broken.release, broken.at)).toEqual(["review.break-glass-1"]);
    expect(refusalOf(inDays(3), "headgate", { type: "CloseRelease" })).toBe("GATE_CLOSED");
    const reviewed = acted(inDays(3), "ivy", review);
    expect(requirementOf(reviewed, "review.break-glass-1")).toMatchObject({ state: "pass", reason: "reviewed by ivy" });
    expect(whatKeepsItOpen(process, reviewed.release, reviewed.at)).toEqual([]);
  });
  test("outlives the build: what was looked at is not owed again, and what is owed stays owed with its moment", () => {
    const build = { ...broken.release.build, version: "1.1.1", digest: digestOf("shop 1.1.1") };
    const mended = { type: "ReplaceBuild", build, reason: "mended" } as const;
    const reviewed = acted(acted(inDays(1), "ivy", review), "ada", mended);
    expect(requirementOf(reviewed, "review.break-glass-1")).toMatchObject({ state: "pass", reason: "reviewed by ivy" });
    const open = acted(acted(inDays(1), "headgate", { type: "NoteDue" }), "ada", mended);
    expect(open.release.due["review.break-glass-1"]?.until).toBe(broken.release.broken[0]?.reviewBy);
  });
  test("T54: where nobody could review it, nothing opens", () => {
    const alone = { plan: { people: people.filter(({ id }) => id !== "ivy"), smallTeamReviewer: null } };
    const there = openCase(process, alone);
    expect(refusalOf(there, "ada", glass())).toBe("NO_REVIEWER");
    expect(refusalOf(openCase(process, { plan: { ...alone.plan, smallTeamReviewer: "bo" } }), "ada", glass())).toBe(
      "accepted: GlassBroken",
    );
    expect(refusalOf(at, "ivy", glass())).toBe("NO_REVIEWER");
  });
});

describe("T54: what can never be broken", () => {
  test("what may not be waived, what the process keeps shut, and anything where it says nothing of emergencies", () => {
    expect(refusalOf(at, "ada", glass("never"))).toBe("NOT_BREAKABLE");
    expect(refusalOf(at, "ada", glass("not-so"))).toBe("NOT_BREAKABLE");
    const { breakGlass: _, ...silent } = process;
    expect(refusalOf({ ...at, process: silent }, "ada", glass())).toBe("NOT_BREAKABLE");
  });
  test("R52: in the process that ships: staging, the rehearsed rollback, security, the journal, and every approval", () => {
    const opened = openCase(defaultProcess);
    const shut = defaultProcess.requirements.filter(({ waivable }) => !waivable).map(({ id }) => id);
    expect(shut).toEqual(
      expect.arrayContaining([
        "staging.deploy",
        "staging.drill",
        "staging.smoke",
        "checklist.rollback",
        "checklist.security",
        "entry.security",
        "closure.journal",
        "A12",
      ]),
    );
    expect(new Set(shut.map((id) => refusalOf(opened, "ada", glass(id))))).toEqual(new Set(["NOT_BREAKABLE"]));
    expect(refusalOf(opened, "ada", glass("staging.demo"))).toBe("accepted: GlassBroken");
  });
});

test("a small team's review keeps the release open too, though no exit gate names it", () => {
  const small = openCase(
    tinyProcess([approval({ id: "A", duties: [{ not: "author" }] })], {
      exitGates: [{ id: "done", title: "Done", rows: [], requires: ["A"] }],
    }),
    { plan: { smallTeamReviewer: "bo" }, build: { authors: ["ada@example.org"] } },
  );
  const signed = acted(small, "ada", signature(small, "A"));
  expect(statusOf(signed).exitGates[0]?.open).toBe(true);
  expect(refusalOf(signed, "headgate", { type: "CloseRelease" })).toBe("GATE_CLOSED");
  const reviewed = acted(signed, "bo", { ...review, requirement: "review.A" });
  expect(refusalOf(reviewed, "headgate", { type: "CloseRelease" })).toBe("accepted: ReleaseClosed");
});
