import { describe, expect, test } from "vitest";
import { acted, ask, type Case, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { driven, isOver, rolloutOf } from "../../../test/support/obey.ts";
import { build, people } from "../../../test/support/release.ts";
import { approval, check, rolloutTo, tinyProcess } from "../../../test/support/tiny-process.ts";
import { answered, requirementOf, signature, started, stateOf } from "../../../test/support/walk.ts";
import type { Duty } from "../process/duty.ts";

/** Everybody may sign everything, but for duties. `ada` wrote code, under another address than the first. */
const everybody = people.map((one) => ({
  ...one,
  roles: ["devops-lead"],
  emails: one.id === "ada" ? ["ada@example.org", "ada@private.example"] : one.emails,
}));

const processWith = (duty: Duty) =>
  tinyProcess([
    approval({ id: "A" }),
    approval({ id: "B", duties: [duty] }),
    rolloutTo({ id: "drill", environment: "staging", purpose: "drill" }),
    rolloutTo({ id: "deploy" }),
  ]);

/** `ada` did it all: wrote code, signed A, ran the drill, started the rollout. */
const didItAll = (duty: Duty, reviewer: string | null = null): Case => {
  const plan = { people: everybody, smallTeamReviewer: reviewer };
  const opened = openCase(processWith(duty), { plan, build: { authors: ["Ada@Private.example"] } });
  const signed = acted(opened, "ada", signature(opened, "A"));
  const drilled = driven(acted(signed, "ada", started(signed, "drill")), isOver);
  return acted(drilled, "ada", started(drilled, "deploy"));
};

const matrix = [
  [{ not: "author" }, "ada wrote code of this build"],
  [{ not: "executor" }, "ada started the rollout"],
  [{ not: "drill-runner" }, "ada ran the drill"],
  [{ notSignerOf: "A" }, "ada signed A too"],
] as const;

describe("R199, R200: separation of duties", () => {
  test.each(matrix)("%j: whoever did it is refused, with the reason", (duty, reason) => {
    const at = didItAll(duty);
    expect(ask(at, "ada", signature(at, "B"))).toMatchObject({
      refusal: { code: "DUTY_CONFLICT", detail: { requirement: "B", person: "ada", duty: reason } },
    });
  });
  test.each(matrix)("%j: anybody else may sign", (duty) => {
    const at = didItAll(duty);
    const refused = everybody
      .filter(({ kind, id }) => kind === "human" && id !== "ada")
      .map(({ id }) => refusalOf(at, id, signature(at, "B")));
    expect(new Set(refused)).toEqual(new Set(["accepted: ApprovalGiven"]));
  });
  test.each(matrix)(
    "%j: in a small team it is accepted with a review that is owed by somebody named",
    (duty, reason) => {
      const at = didItAll(duty, "bo");
      const signed = acted(at, "ada", signature(at, "B"));
      expect(signed.release.approvals.B?.conflict).toEqual({ duty: reason, reviewer: "bo" });
      expect(stateOf(signed, "B")).toBe("pass");
      expect(requirementOf(signed, "review.B")).toMatchObject({
        kind: "review",
        state: "missing",
        owner: "bo",
        who: ["Bo Berg"],
      });
    },
  );
  test("the reviewer cannot review an own conflict", () => {
    expect(refusalOf(didItAll({ not: "author" }, "ada"), "ada", signature(didItAll({ not: "author" }), "B"))).toBe(
      "DUTY_CONFLICT",
    );
  });
});

test("A6: whoever ran the restore drill that is shown does not sign for it", () => {
  const process = tinyProcess([
    check({ id: "backups" }),
    approval({ id: "B", shows: ["backups"], duties: [{ not: "drill-runner" }] }),
  ]);
  const opened = openCase(process, { plan: { people: everybody } });
  const at = answered(opened, "backups", { figures: { failed: 0 }, texts: { drillRunner: "headgate, ada" } });
  expect(ask(at, "ada", signature(at, "B"))).toMatchObject({
    refusal: { code: "DUTY_CONFLICT", detail: { duty: "ada ran the drill" } },
  });
  expect(refusalOf(at, "bo", signature(at, "B"))).toBe("accepted: ApprovalGiven");
});

describe("a duty that is broken after the signature voids it", () => {
  test("who signs the other one later", () => {
    const at = openCase(processWith({ notSignerOf: "A" }), { plan: { people: everybody } });
    const second = acted(at, "ada", signature(at, "B"));
    const both = acted(second, "ada", signature(second, "A"));
    expect(requirementOf(both, "B")).toMatchObject({ state: "stale", reason: "void: ada signed A too" });
    const other = acted(both, "bo", signature(both, "B"));
    expect(stateOf(other, "B")).toBe("pass");
  });
  test("who runs the drill later", () => {
    const at = openCase(processWith({ not: "drill-runner" }), { plan: { people: everybody } });
    const signed = acted(at, "ada", signature(at, "B"));
    expect(requirementOf(acted(signed, "ada", started(signed, "drill")), "B").reason).toBe("void: ada ran the drill");
    expect(stateOf(acted(signed, "bo", started(signed, "drill")), "B")).toBe("pass");
  });
  test("and the same person may sign anew where a small team has its review", () => {
    const at = openCase(processWith({ not: "drill-runner" }), { plan: { people: everybody, smallTeamReviewer: "bo" } });
    const signed = acted(at, "ada", signature(at, "B"));
    const void_ = acted(signed, "ada", started(signed, "drill"));
    expect(stateOf(void_, "B")).toBe("stale");
    expect(acted(void_, "ada", signature(void_, "B")).release.approvals.B?.conflict?.reviewer).toBe("bo");
  });
});

describe("the review of a small team", () => {
  const at = didItAll({ not: "author" }, "bo");
  const signed = acted(at, "ada", signature(at, "B"));
  const review = (by: string, requirement = "review.B") =>
    refusalOf(signed, by, { type: "FileRecord", requirement, fields: { note: "seen" }, raw: build.digest });

  test("is filed by the reviewer alone, for what is owed alone", () => {
    expect(review("ada")).toBe("ROLE_MISSING");
    expect(review("bo", "review.A")).toBe("UNKNOWN_REQUIREMENT");
    expect(review("bo")).toBe("accepted: RecordFiled");
  });
  test("stands in the last stage", () => {
    expect(requirementOf(signed, "review.B").stage).toBe(signed.process.stages.at(-1)?.id);
    expect(rolloutOf(signed).requestedBy).toBe("ada");
  });
});

test("every duty of the default process is one that is checked here", () => {
  const used = defaultProcess.requirements.flatMap((one) => (one.kind === "approval" ? one.duties : []));
  const kinds = new Set(used.map((duty) => ("not" in duty ? duty.not : "others")));
  expect(kinds).toEqual(new Set(["author", "sole-author", "executor", "drill-runner", "others"]));
});
