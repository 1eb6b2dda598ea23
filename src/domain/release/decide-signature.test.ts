import { describe, expect, test } from "vitest";
import { acted, ask, type Case, fold, later, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { reported, rolloutOf } from "../../../test/support/obey.ts";
import { digestOf, inService, minutes } from "../../../test/support/release.ts";
import { approval, check, record, rolloutTo, stage, tinyProcess } from "../../../test/support/tiny-process.ts";
import {
  answered,
  fulfilled,
  requirementOf,
  signature,
  stageOf,
  started,
  stateOf,
  walked,
} from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { millis } from "../units.ts";
import { reconcile } from "./reconcile.ts";

const day = millis(86_400_000);
const planned = walked(openCase(defaultProcess), (_, { stages }) => stages[1]?.state === "done");
const rehearsed = walked(planned, (now) => stageOf(now, "production") === "open");
const live = walked(rehearsed, (now) => stageOf(now, "validation") === "open");
const reject = (requirement: string, reason = "not like this") => ({ type: "Reject", requirement, reason }) as const;

describe("approve", () => {
  const at = openCase(tinyProcess([approval({ id: "A", shows: ["c", "fact:schedule"] }), check({ id: "c" })]));
  const ready = answered(at, "c");

  test("keeps name, role, statement and what was shown", () => {
    const { shown, shownDigest } = signature(ready, "A");
    expect(ask(ready, "ada", signature(ready, "A"))).toMatchObject({
      ok: true,
      events: [
        {
          type: "ApprovalGiven",
          by: "ada",
          role: "devops-lead",
          statement: "I say so.",
          shown,
          shownDigest,
          conflict: null,
        },
      ],
    });
    expect(shown.map(({ item }) => item)).toEqual(["c", "fact:schedule"]);
  });
  test("is refused over something red, and says which", () => {
    const decision = ask(at, "ada", signature(at, "A"));
    expect(decision).toMatchObject({
      refusal: { code: "SHOWN_NOT_MET", detail: { red: "c is missing (no evidence yet)" } },
    });
  });
  test("is refused when what is shown is not what stands there now", () => {
    const seen = signature(ready, "A");
    const changed = answered(ready, "c", { tool: "another run" });
    expect(ask(changed, "ada", seen)).toMatchObject({ refusal: { code: "SHOWN_CHANGED", detail: { changed: "c" } } });
    const short = { ...seen, shown: seen.shown.slice(1) };
    expect(refusalOf(ready, "ada", short)).toBe("SHOWN_CHANGED");
  });
  test("is refused without the role, for what does not exist, and for what is no approval", () => {
    expect(refusalOf(ready, "bo", signature(ready, "A"))).toBe("ROLE_MISSING");
    expect(refusalOf(ready, "ada", { ...signature(ready, "A"), requirement: "B" })).toBe("UNKNOWN_REQUIREMENT");
    expect(refusalOf(ready, "ada", { ...signature(ready, "A"), requirement: "c" })).toBe("WRONG_KIND");
  });
  test("twice is once", () => {
    const signed = acted(ready, "ada", signature(ready, "A"));
    expect(ask(signed, "ada", signature(signed, "A"))).toEqual({
      ok: true,
      events: [],
      note: "A is signed by ada already",
    });
  });
  test("waits for its predecessors and for its stage", () => {
    const process = tinyProcess(
      [
        record({ id: "first", stage: "one" }),
        approval({ id: "A", after: ["first"], stage: "one" }),
        approval({ id: "B", stage: "two" }),
      ],
      { stages: [stage("one"), stage("two", { after: ["one"] })] },
    );
    const waiting = openCase(process);
    expect(refusalOf(waiting, "ada", signature(waiting, "A"))).toBe("AFTER_NOT_MET");
    expect(refusalOf(waiting, "ada", signature(waiting, "B"))).toBe("GATE_CLOSED");
  });
});

test("R37: moving the date voids the product owner's approval of the schedule, and the other three stay", () => {
  const productionAt = minutes(99_999);
  const moved = acted(planned, "gil", { type: "Reschedule", productionAt, reason: "the fair was moved" });
  expect(["A1", "A2", "A3"].map((id) => stateOf(moved, id))).toEqual(["pass", "pass", "pass"]);
  expect(requirementOf(moved, "A4")).toMatchObject({ state: "stale" });
  expect(requirementOf(moved, "A4").reason).toContain("void: changed since bo signed: fact:schedule");
});

test("R51: a red item is signed over only with somebody else's waiver", () => {
  const at = fulfilled(answered(rehearsed, "checklist.monitoring", { figures: { signals: 1 } }), "checklist.logs");
  expect(refusalOf(at, "cy", signature(at, "A6"))).toBe("AFTER_NOT_MET");
  const expires = later(at, 24).at;
  const asked = acted(at, "ada", {
    type: "RequestWaiver",
    requirement: "checklist.monitoring",
    reason: "one",
    risk: "two",
    control: "three",
    expires,
  });
  const grant = { type: "GrantWaiver", requirement: "checklist.monitoring" } as const;
  // Whoever granted it does not sign over it too: that would be one person alone.
  const alone = acted(asked, "cy", grant);
  expect(ask(alone, "cy", signature(alone, "A6"))).toMatchObject({
    refusal: { code: "DUTY_CONFLICT", detail: { duty: "checklist.monitoring is waived by cy" } },
  });
  const anew = acted(at, "cy", {
    type: "RequestWaiver",
    requirement: "checklist.monitoring",
    reason: "one",
    risk: "two",
    control: "three",
    expires,
  });
  const waived = acted(anew, "ada", grant);
  expect(signature(waived, "A6").shown[0]?.of).toContain("waived by ada");
  const signed = acted(waived, "cy", signature(waived, "A6"));
  expect(signed.release.approvals.A6?.over).toEqual(["checklist.monitoring waived by ada"]);
  expect(requirementOf(signed, "A6").reason).toBe("signed by cy over: checklist.monitoring waived by ada");

  // R52: when the waiver ends the item is red again, and what was signed over it is void.
  expect(requirementOf(later(signed, 23), "A6").state).toBe("pass");
  expect(requirementOf(later(signed, 25), "checklist.monitoring").state).toBe("fail");
  expect(requirementOf(later(signed, 25), "A6")).toMatchObject({
    state: "stale",
    reason: "void: the waiver of checklist.monitoring expired",
  });
});

describe("R69: the go for production", () => {
  const inDays = (n: number): Case => ({ ...rehearsed, at: (rehearsed.at + n * day) as Case["at"] });

  test("holds for seven days and is asked for again on the eighth", () => {
    expect(stateOf(inDays(6.9), "A12")).toBe("pass");
    expect(requirementOf(inDays(8), "A12")).toMatchObject({
      state: "stale",
      reason: "expired: bo signed it too long ago",
      owner: "product-owner",
      people: ["bo"],
    });
    expect(refusalOf(inDays(8), "ada", started(inDays(8), "production.deploy"))).toBe("GATE_CLOSED");
  });
  test("can be given anew although nothing else changed", () => {
    const at = openCase(tinyProcess([approval({ id: "A", expires: { within: millis(7 * day) } })]));
    const signed = acted(at, "ada", signature(at, "A"));
    const expired = later(signed, 8 * 24);
    expect(stateOf(expired, "A")).toBe("stale");
    expect(stateOf(acted(expired, "ada", signature(expired, "A")), "A")).toBe("pass");
  });
  test("stays what it was at the start while production stands", () => {
    expect(stateOf({ ...live, at: (live.at + 30 * day) as Case["at"] }, "A12")).toBe("pass");
  });
});

test("R92: who ran the rollout may say that it is done, and not alone that it is well", () => {
  const plan = {
    people: rehearsed.release.plan.people.map((one) => ({ ...one, roles: [...one.roles, "devops-lead", "sre"] })),
  };
  const before = { ...rehearsed, release: { ...rehearsed.release, plan: { ...rehearsed.release.plan, ...plan } } };
  const at = walked(
    before,
    (now) => stateOf(now, "A13") === "pass",
    ({ id }) => id === "A14",
  );
  expect(rolloutOf(at).requestedBy).toBe("ada");
  expect(at.release.approvals.A13?.by).toBe("ada");
  expect(ask(at, "ada", signature(at, "A14"))).toMatchObject({
    refusal: { code: "DUTY_CONFLICT", detail: { duty: "ada started the rollout" } },
  });
  expect(refusalOf(at, "eli", signature(at, "A14"))).toBe("accepted: ApprovalGiven");
});

describe("R119, R93: the four who sign for the validation period", () => {
  const done = walked(
    live,
    (_, { blocking }) => blocking.some(({ id }) => id === "A17"),
    ({ stage: at }) => at === "documentation",
  );

  test("wait for its end", () => {
    expect(refusalOf(done, "cy", signature(done, "A17"))).toBe("PERIOD_NOT_OVER");
    expect(refusalOf(later(done, 6 * 24), "eli", signature(done, "A18"))).not.toMatch(/accepted/);
  });
  test("and for items that are still green on that day", () => {
    const end = later(done, 7 * 24 + 1);
    expect(refusalOf(end, "cy", signature(end, "A17"))).toBe("AFTER_NOT_MET");
    const fresh = walked(
      end,
      (now) => stateOf(now, "A20") === "pass",
      ({ stage: at }) => at === "documentation",
    );
    expect(stateOf(fresh, "A17")).toBe("pass");
    expect(stageOf(fresh, "closure")).toBe("waiting");
  });
});

test("R168: closing, accepting and approving the closure come in that order", () => {
  const closing = walked(
    live,
    (_, { blocking }) => blocking.some(({ id }) => id === "A27"),
    ({ id }) => id === "A27",
  );
  const refused = (at: Case) => [refusalOf(at, "hal", signature(at, "A29")), refusalOf(at, "bo", signature(at, "A28"))];
  expect(refused(closing)).toEqual(["AFTER_NOT_MET", "AFTER_NOT_MET"]);
  const closed = acted(closing, "gil", signature(closing, "A27"));
  expect(refused(closed)).toEqual(["AFTER_NOT_MET", "accepted: ApprovalGiven"]);
});

describe("T40: a rejection", () => {
  const process = tinyProcess([rolloutTo({ id: "deploy" }), approval({ id: "A" })]);
  const waiting = acted(openCase(process), "ada", started(openCase(process), "deploy"));
  const moving = reported(waiting, { type: "ConfirmHold", baseline: inService, hold: 1 });

  test("needs the role and a reason", () => {
    expect(refusalOf(moving, "bo", reject("A"))).toBe("ROLE_MISSING");
    expect(refusalOf(moving, "ada", reject("A", " "))).toBe("REASON_MISSING");
  });
  test("ends the release and rolls back what is live", () => {
    const decision = ask(moving, "ada", reject("A"));
    expect(decision).toMatchObject({
      events: [
        { type: "ApprovalRejected" },
        { type: "TriggerRaised", source: "person", severity: "high" },
        { type: "TriggerDecided", choice: "roll-back", by: "ada" },
        { type: "RollbackStarted", severity: "high" },
        { type: "ReleaseEnded", how: "rejected" },
      ],
    });
    const rejected = fold(moving, decision.ok ? decision.events : []);
    expect([rejected.release.phase, rolloutOf(rejected).phase]).toEqual(["rejected", "rolling-back"]);
    expect(requirementOf(rejected, "A").reason).toBe("rejected by ada: not like this");
    expect(refusalOf(rejected, "ada", signature(rejected, "A"))).toBe("NOT_OPEN");
  });
  test("ends at once what has touched nothing", () => {
    expect(rolloutOf(acted(waiting, "ada", reject("A"))).phase).toBe("rolled-back");
  });
  test("leaves nothing that waits for anybody: no approval, no task, no clock, whatever was under way", () => {
    const noted = { ...process, dueWithin: millis(1_000) };
    for (const before of [openCase(noted), { ...waiting, process: noted }, { ...moving, process: noted }]) {
      const ended = later(acted(before, "ada", reject("A")), 100);
      expect(ended.release.phase).toBe("rejected");
      expect(refusalOf(ended, "ada", signature(ended, "A"))).toBe("NOT_OPEN");
      expect(refusalOf(ended, "ada", reject("A"))).toBe("NOT_OPEN");
      expect(reconcile(noted, ended.release, ended.at, openCalendar).filter(({ of }) => of === "release")).toEqual([]);
    }
  });
});

describe("T45: an approval never covers more than was shown", () => {
  const process = tinyProcess(
    [
      approval({ id: "A", stage: "rehearsal", shows: ["fact:impact"] }),
      approval({ id: "B", stage: "users", shows: ["fact:impact"] }),
      rolloutTo({ id: "staged", stage: "rehearsal", environment: "staging" }),
      rolloutTo({ id: "deploy", stage: "users", after: ["B"] }),
    ],
    { stages: [stage("rehearsal"), stage("users")] },
  );
  const at = openCase(process);
  const signed = acted(at, "ada", signature(at, "A"));

  test("not another requirement, and not another environment", () => {
    expect(stateOf(signed, "B")).toBe("missing");
    expect(refusalOf(signed, "ada", started(signed, "staged"))).toBe("accepted: RolloutRequested");
    expect(refusalOf(signed, "ada", started(signed, "deploy"))).toBe("AFTER_NOT_MET");
    const { shown, shownDigest } = signature(at, "A");
    expect(refusalOf(at, "bo", { ...signature(at, "B"), shown, shownDigest })).toBe("ROLE_MISSING");
  });
  test("not the build that came while somebody was still reading, though nothing else that was shown changed", () => {
    const seen = signature(at, "A");
    const build = { ...at.release.build, digest: digestOf("shop 1.1.1") };
    const replaced = acted(at, "ada", { type: "ReplaceBuild", build, reason: "a fix" });
    expect(ask(replaced, "ada", seen)).toMatchObject({
      refusal: { code: "SHOWN_CHANGED", detail: { changed: "the build" } },
    });
  });
});

test("T45: a signature is for one build: another build voids it", () => {
  const build = { ...planned.release.build, digest: digestOf("shop 1.1.1") };
  const replaced = acted(planned, "ada", { type: "ReplaceBuild", build, reason: "a fix" });
  expect(["A1", "A2", "A3", "A4"].map((id) => stateOf(replaced, id))).toEqual(Array(4).fill("missing"));
});
