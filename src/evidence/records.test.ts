import { describe, expect, test } from "vitest";
import { problemOf, read } from "../../test/support/fixture.ts";

const build = `sha256:${"a".repeat(64)}`;
const signed = { signedBy: "pia", signedAt: "2026-05-04T10:00:00+02:00", build };

describe("uat", () => {
  const record = {
    ...signed,
    release: "shop 2.4.0",
    decision: "CONDITIONAL GO",
    conditions: ["translate the receipt", "train the help desk"],
    scenarios: ["buy", { name: "return", result: "failed" }],
    participants: ["pia", "kim"],
    outstanding: ["SHOP-12"],
  };

  test("R9: the decision, its conditions, and who signed when", () => {
    expect(read("uat", record)).toEqual({
      figures: { scenarios: 2, conditions: 2 },
      texts: { decision: "CONDITIONAL GO", release: "shop 2.4.0" },
      lists: {
        conditions: ["translate the receipt", "train the help desk"],
        scenarios: ["buy", "return"],
        participants: ["pia", "kim"],
        outstanding: ["SHOP-12"],
      },
      findings: [{ id: "return", severity: "high", title: "return: failed", where: "scenarios" }],
      build,
      madeAt: Date.parse("2026-05-04T08:00:00Z"),
      signer: "pia",
      tool: "",
    });
  });

  test.each([
    ["a GO with conditions", { ...record, decision: "GO" }, /a GO has no conditions/],
    ["a CONDITIONAL GO without", { ...record, conditions: [] }, /needs its conditions/],
    ["another decision", { ...record, decision: "yes" }, /GO, CONDITIONAL GO or NO-GO/],
    ["nobody's signature", { ...record, signedBy: " " }, /signedBy: it is empty/],
    ["a local time", { ...record, signedAt: "2026-05-04T10:00:00" }, /with its offset/],
    ["a missing list", { ...record, conditions: undefined }, /conditions/],
    ["an unknown key", { ...record, condition: [] }, /condition/],
    ["a version for a digest", { ...record, build: "2.4.0" }, /build: a digest reads/],
  ])("refuses %s", (_, report, problem) => {
    expect(problemOf("uat", report)).toMatch(problem);
  });
});

describe("go-no-go", () => {
  const record = {
    decision: "GO",
    decidedBy: "ed",
    decidedAt: "2026-05-04T10:00:00Z",
    expires: "2026-05-11T10:00:00Z",
    evidence: [build],
    build,
  };

  test("R10: the decision, its evidence and its expiry as an instant", () => {
    expect(read("go-no-go", record)).toMatchObject({
      figures: { expires: Date.parse("2026-05-11T10:00:00Z") },
      texts: { decision: "GO" },
      lists: { evidence: [build] },
      build,
      madeAt: Date.parse("2026-05-04T10:00:00Z"),
      signer: "ed",
    });
  });

  test.each([
    ["an expiry before the decision", { ...record, expires: record.decidedAt }, /expires before/],
    ["a decision with conditions", { ...record, decision: "CONDITIONAL GO" }, /GO or NO-GO/],
    ["evidence that is no digest", { ...record, evidence: ["k6.json"] }, /evidence.0: a digest reads/],
    ["no decider", { ...record, decidedBy: undefined }, /decidedBy/],
  ])("refuses %s", (_, report, problem) => {
    expect(problemOf("go-no-go", report)).toMatch(problem);
  });
});

describe("compliance", () => {
  const control = { framework: "SOC2", id: "CC8.1", status: "satisfied", evidence: "https://wiki.example/cc8.1" };
  const record = (...controls: unknown[]) => ({ ...signed, controls });

  test("R8: naming a framework is not evidence", () => {
    const report = read(
      "compliance",
      record(
        control,
        { ...control, framework: "PCI-DSS", status: "satisfied", evidence: " " },
        { ...control, framework: "PCI-DSS", id: "6.5.4" },
        { ...control, framework: "HIPAA", status: "gap", evidence: null },
        { ...control, framework: "GDPR", status: "partial" },
        { ...control, framework: "ISO", status: "not applicable" },
      ),
    );

    expect(report).toMatchObject({
      figures: { controls: 6, gaps: 3 },
      lists: { frameworks: ["SOC2"] },
      signer: "pia",
      build,
    });
    expect(report.findings.map(({ id, severity }) => [id, severity])).toEqual([
      ["PCI-DSS CC8.1", "high"],
      ["HIPAA CC8.1", "high"],
      ["GDPR CC8.1", "medium"],
    ]);
  });

  test("a control that does not apply is no gap and breaks no framework", () => {
    const report = read(
      "compliance",
      record(control, { ...control, id: "CC1", status: "not applicable", evidence: "" }),
    );
    expect(report).toMatchObject({ figures: { controls: 2, gaps: 0 }, lists: { frameworks: ["SOC2"] } });
  });

  test.each([
    ["a control that comes twice", record(control, { ...control, status: "gap" }), /SOC2 CC8.1 comes twice/],
    ["a verdict in one word", record({ ...control, status: "pass" }), /status is satisfied/],
    ["a misspelt key", record({ ...control, evidences: "x" }), /evidences/],
  ])("refuses %s", (_, report, problem) => {
    expect(problemOf("compliance", report)).toMatch(problem);
  });
});

describe("figures", () => {
  test("everything that a command may say", () => {
    const findings = [{ id: "f", severity: "low", title: "t" }];
    const lists = { services: ["cart"] };
    expect(
      read("figures", { figures: { rpoMs: 1.5 }, texts: { schema: "42" }, lists, findings, build, tool: "pg_dump 15" }),
    ).toEqual({
      figures: { rpoMs: 1.5 },
      texts: { schema: "42" },
      lists,
      findings: [{ id: "f", severity: "low", title: "t", where: "" }],
      build,
      madeAt: null,
      signer: null,
      tool: "pg_dump 15",
    });
  });

  test.each([
    ["nothing", {}, /no figure, text, list or finding/],
    ["a negative figure", { figures: { lagMs: -1 } }, /figures.lagMs: it is below 0/],
    ["a fraction of a count", { figures: { failed: 0.5 } }, /figures.failed: a count is a whole number/],
    ["a figure that is text", { figures: { total: "0" } }, /not a finite number/],
    ["null for a figure", { figures: { total: null } }, /not a finite number/],
    ["a signature", { figures: { total: 1 }, signer: "pia" }, /signer/],
  ])("refuses %s", (_, report, problem) => {
    expect(problemOf("figures", report)).toMatch(problem);
  });
});
