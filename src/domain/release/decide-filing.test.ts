import { describe, expect, test } from "vitest";
import { acted, ask, openCase, refusalOf } from "../../../test/support/case.ts";
import { digestOf } from "../../../test/support/release.ts";
import { check, message, record, tinyProcess } from "../../../test/support/tiny-process.ts";
import { answered, requirementOf, stateOf } from "../../../test/support/walk.ts";
import type { DocumentRequirement } from "../process/process.ts";
import { shownFor } from "../process/shown.ts";

const page: DocumentRequirement = { ...record({ id: "page" }), kind: "document", shows: ["c"] };
const process = tinyProcess([record({ id: "form" }), page, message({ id: "news" }), check({ id: "c" })]);
const at = openCase(process);
const raw = digestOf("form");
const form = (fields: Readonly<Record<string, string>>) =>
  ({ type: "FileRecord", requirement: "form", fields, raw }) as const;
const deliver = (to: string, delivered = true) =>
  ({
    type: "RecordDelivery",
    requirement: "news",
    to,
    delivered,
    detail: delivered ? "250 OK" : "550 no such user",
  }) as const;

describe("R161: a form", () => {
  test("with an empty answer is refused, and the empty ones are named", () => {
    expect(ask(at, "ada", form({ answer: "  " }))).toMatchObject({
      refusal: { code: "FIELDS_MISSING", detail: { fields: "answer" } },
    });
  });
  test("needs no answer where none is required", () => {
    expect(stateOf(acted(at, "ada", form({ answer: "42" })), "form")).toBe("pass");
  });
  test("can be filed anew", () => {
    const filed = acted(acted(at, "ada", form({ answer: "42" })), "bo", form({ answer: "43" }));
    expect(filed.release.records.form).toMatchObject({ by: "bo", fields: { answer: "43" } });
  });
});

test("a document is stale as soon as what it was made from changes", () => {
  const file = (now: typeof at) =>
    acted(now, "ada", {
      type: "FileDocument",
      requirement: "page",
      document: raw,
      madeFrom: shownFor(process, now.release, ["c"]),
    });
  const written = file(at);
  expect(stateOf(written, "page")).toBe("pass");
  const changed = answered(written, "c");
  expect(requirementOf(changed, "page")).toMatchObject({ state: "stale", reason: "written before these changed: c" });
  expect(stateOf(file(changed), "page")).toBe("pass");
});

test("a document that does not say what it was made from counts as made from nothing", () => {
  const written = acted(at, "ada", { type: "FileDocument", requirement: "page", document: raw, madeFrom: [] });
  expect(stateOf(written, "page")).toBe("stale");
});

describe("R120: a document that does not say all that it has to", () => {
  const written = { type: "FileDocument", requirement: "page", document: raw, madeFrom: [] } as const;
  const madeFrom = shownFor(process, at.release, ["c"]);
  const lacks = ["it has no section for data", "its section for times is empty"];

  test.each(["ada", "bot"])("is not taken from %s, with everything that it lacks", (who) => {
    expect(ask(at, who, { ...written, madeFrom, lacks })).toMatchObject({
      refusal: { code: "DOCUMENT_LACKS", detail: { requirement: "page", problems: lacks.join("; ") } },
    });
  });

  test("is red where Headgate wrote it, until a person files one that does", () => {
    const red = acted(at, "headgate", { ...written, madeFrom, lacks });
    expect(requirementOf(red, "page")).toMatchObject({
      state: "fail",
      reason: "it does not say all that it has to: it has no section for data; its section for times is empty",
      act: "headgate file shop-1.1.0 page FILE.md --as <person>",
    });
    expect(stateOf(acted(red, "ada", { ...written, madeFrom, lacks: [] }), "page")).toBe("pass");
  });
});

describe("R48: a message", () => {
  const first = acted(at, "headgate", deliver("board@example.org"));

  test("counts when it reached everybody, and a bounce has told nobody", () => {
    expect(requirementOf(first, "news").reason).toBe("not sent to support@example.org");
    const bounced = acted(first, "headgate", deliver("support@example.org", false));
    expect(requirementOf(bounced, "news")).toMatchObject({
      state: "fail",
      reason: "not delivered to support@example.org",
    });
    expect(stateOf(acted(bounced, "headgate", deliver("support@example.org")), "news")).toBe("pass");
  });
  test("R186: that arrived is not recorded twice, and a late bounce does not undo it", () => {
    expect(ask(first, "headgate", deliver("board@example.org"))).toMatchObject({ events: [] });
    expect(ask(first, "headgate", deliver("board@example.org", false))).toMatchObject({ events: [] });
  });
  test("to nobody is missing", () => {
    const lonely = openCase(process, { plan: { audiences: {} } });
    expect(requirementOf(lonely, "news").reason).toBe('nobody is listed for the audience "stakeholders"');
  });
  test("is recorded as delivered by the conductor alone", () => {
    expect(["ada", "bot"].map((by) => refusalOf(at, by, deliver("board@example.org")))).toEqual([
      "ROLE_MISSING",
      "ROLE_MISSING",
    ]);
  });
});

test("a check or a message may be asked for anew, by anybody; a form may not", () => {
  const again = (requirement: string, by = "bot") => refusalOf(at, by, { type: "RequestCheck", requirement });
  expect([again("c"), again("news"), again("form"), again("unknown")]).toEqual([
    "accepted: CheckRequested",
    "accepted: CheckRequested",
    "WRONG_KIND",
    "UNKNOWN_REQUIREMENT",
  ]);
});

test("what is filed under the wrong kind is refused", () => {
  const wrong = [
    { ...form({ answer: "42" }), requirement: "page" },
    { type: "FileDocument", requirement: "form", document: raw, madeFrom: [] },
  ] as const;
  expect(wrong.map((asked) => refusalOf(at, "ada", asked))).toEqual(["WRONG_KIND", "WRONG_KIND"]);
  expect(refusalOf(at, "headgate", { ...deliver("x"), requirement: "form" })).toBe("WRONG_KIND");
});

describe("a task", () => {
  const open = answered(at, "c", { figures: { failed: 0 }, lists: { conditions: ["train support"] } });
  const close = (note: string, task = "c.condition-1") => ({ type: "CloseTask", task, note }) as const;

  test("is closed with a note, once, and by a person", () => {
    expect(refusalOf(open, "ada", close(" "))).toBe("REASON_MISSING");
    expect(refusalOf(open, "bot", close("done"))).toBe("AGENT_FORBIDDEN");
    const closed = acted(open, "ada", close("done"));
    expect(closed.release.tasks).toEqual([{ id: "c.condition-1", text: "train support", from: "c", closedBy: "ada" }]);
    expect(refusalOf(closed, "bo", close("done"))).toBe("accepted: ada closed it already");
  });
  test("that nobody opened is refused", () => {
    expect(ask(open, "ada", close("done", "other"))).toMatchObject({
      refusal: { code: "TASK_UNKNOWN", detail: { tasks: "c.condition-1" } },
    });
  });
});

describe("R59: the record of a demonstration", () => {
  const fields = [
    { name: "build", asks: "Which?", required: true, holds: "build" },
    { name: "feedback", asks: "What?", required: true, holds: "issues" },
  ] as const;
  const demo = openCase(tinyProcess([{ ...record({ id: "demo" }), fields }]));
  const { digest } = demo.release.build;
  const shown = (build: string, feedback = "none") =>
    ({
      type: "FileRecord",
      requirement: "demo",
      fields: { build, feedback },
      raw: digestOf(build + feedback),
    }) as const;

  test("of another build, or of none in particular, does not count", () => {
    for (const other of ["1.1.0", digestOf("another build"), digest.slice(0, 15)])
      expect(ask(demo, "bo", shown(other))).toMatchObject({
        refusal: { code: "OTHER_BUILD", detail: { requirement: "demo", expected: digest } },
      });
    for (const same of [digest, `1.1.0, ${digest.slice(0, 19)}`])
      expect(stateOf(acted(demo, "bo", shown(same)), "demo")).toBe("pass");
  });
  test("makes an issue of each point that was made, once", () => {
    const told = acted(demo, "bo", shown(digest, "- The basket is hard to find\n\n* Prices lack the tax\nNone."));
    expect(told.release.issues).toMatchObject([
      { id: "issue-1", title: "The basket is hard to find", severity: "medium", state: "open", reference: "demo" },
      { id: "issue-2", title: "Prices lack the tax", graded: false },
    ]);
    const again = acted(told, "bo", shown(digest, "Prices lack the tax\nToo slow"));
    expect(again.release.issues.map(({ id, title }) => `${id} ${title}`)).toEqual([
      "issue-1 The basket is hard to find",
      "issue-2 Prices lack the tax",
      "issue-3 Too slow",
    ]);
  });
  test("with more points than anybody reads is refused", () => {
    const points = Array.from({ length: 101 }, (_, i) => `point ${i}`).join("\n");
    expect(refusalOf(demo, "bo", shown(digest, points))).toBe("TOO_MUCH");
  });
  test("that says none makes no issue", () => {
    expect(acted(demo, "bo", shown(digest, "None.")).release.issues).toEqual([]);
  });
});
