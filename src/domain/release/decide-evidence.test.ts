import { describe, expect, test } from "vitest";
import { acted, ask, openCase, refusalOf } from "../../../test/support/case.ts";
import { digestOf } from "../../../test/support/release.ts";
import { approval, check, tinyProcess } from "../../../test/support/tiny-process.ts";
import { answered, evidenceOf, passing } from "../../../test/support/walk.ts";
import { instant } from "../units.ts";

const at = openCase(
  tinyProcess([
    check({ id: "c" }),
    check({ id: "scans", reports: ["sarif"], parts: ["sast", "sca"] }),
    check({ id: "seen", reports: [], probe: "health" }),
    check({ id: "signed", signers: ["qa-lead"] }),
    approval({ id: "A" }),
  ]),
);
const handedIn = evidenceOf(at, "c");
const withEvidence = (change: Partial<typeof handedIn.evidence>) => ({
  ...handedIn,
  evidence: { ...handedIn.evidence, ...change },
});

test("a report is kept as it came, with who handed it in", () => {
  expect(ask(at, "ada", handedIn)).toEqual({
    ok: true,
    note: null,
    events: [{ type: "EvidenceRecorded", at: at.at, evidence: { ...handedIn.evidence, by: "ada" } }],
  });
});

test("R206: an agent may hand in a report, for the report speaks for itself", () => {
  expect(refusalOf(at, "bot", handedIn)).toBe("accepted: EvidenceRecorded");
});

test("the very same report twice is once; a probe that looks again is a new look", () => {
  const known = acted(at, "ada", handedIn);
  expect(ask(known, "ada", handedIn)).toMatchObject({ events: [], note: "c has this very report already" });
  const looked = acted(at, "headgate", evidenceOf(at, "seen"));
  expect(refusalOf(looked, "headgate", evidenceOf(at, "seen"))).toBe("accepted: EvidenceRecorded");
});

describe("R38, R44: what is refused as evidence", () => {
  test("a format or a part that the check does not take", () => {
    expect(refusalOf(at, "ada", withEvidence({ format: "text" }))).toBe("NOT_BY_REPORT");
    expect(refusalOf(at, "ada", evidenceOf(at, "scans", {}, "dast"))).toBe("NOT_BY_REPORT");
    expect(refusalOf(at, "ada", evidenceOf(at, "scans", {}, "sca"))).toBe("accepted: EvidenceRecorded");
  });
  test("any report at all where only a probe may answer", () => {
    const uploaded = { ...evidenceOf(at, "seen"), origin: "import" } as const;
    expect(ask(at, "ada", uploaded)).toMatchObject({
      refusal: {
        code: "NOT_BY_REPORT",
        detail: { takes: "no report at all: it is answered only by what Headgate itself saw" },
      },
    });
  });
  test.each(["ada", "bot"])("the word of %s that a probe has looked", (by) => {
    expect(refusalOf(at, by, evidenceOf(at, "seen"))).toBe("NOT_BY_REPORT");
    expect(refusalOf(at, by, { ...handedIn, origin: "probe" })).toBe("NOT_BY_REPORT");
  });
  test("what is about another build, by its own word or by ours", () => {
    const other = digestOf("another build");
    expect(refusalOf(at, "ada", evidenceOf(at, "c", { build: other }))).toBe("OTHER_BUILD");
    expect(refusalOf(at, "ada", withEvidence({ build: other }))).toBe("OTHER_BUILD");
  });
  test("R209: what was made in the future, beyond what clocks differ", () => {
    const madeIn = (seconds: number) =>
      refusalOf(at, "ada", evidenceOf(at, "c", { madeAt: instant(at.at + 1_000 * seconds) }));
    expect(madeIn(61)).toBe("FROM_THE_FUTURE");
    expect(madeIn(60)).toBe("accepted: EvidenceRecorded");
  });
  test("what is asked of no check", () => {
    expect(refusalOf(at, "ada", withEvidence({ requirement: "A" }))).toBe("WRONG_KIND");
    expect(refusalOf(at, "ada", withEvidence({ requirement: "unknown" }))).toBe("UNKNOWN_REQUIREMENT");
  });
});

describe("reports that stand beside those of a check", () => {
  const compared = openCase(
    tinyProcess([
      check({ id: "scans", reports: ["sarif"], parts: ["image", "sca"], vex: ["openvex"], comparedWith: "production" }),
      check({ id: "alone", reports: ["sarif"], owner: "security-lead", vex: ["openvex"] }),
    ]),
  );
  const running = digestOf("shop 1.0.0");
  const onProduction = (part: string, about: Partial<typeof handedIn.evidence> = {}, inProduction = running) => {
    const asked = evidenceOf(compared, "scans", { build: null }, part);
    return refusalOf(compared, "ada", {
      ...asked,
      inProduction,
      evidence: { ...asked.evidence, build: running, ...about },
    });
  };

  test("R45: a fresh report on the build in production, for each part", () => {
    expect(["image@production", "sca@production"].map((part) => onProduction(part))).toEqual(
      Array(2).fill("accepted: EvidenceRecorded"),
    );
    expect(["production", "dast@production"].map((part) => onProduction(part))).toEqual(Array(2).fill("NOT_BY_REPORT"));
  });
  test("which has to be about that build, and there has to be one", () => {
    expect(onProduction("sca@production", { build: compared.release.build.digest })).toBe("OTHER_BUILD");
    expect(onProduction("sca@production", {}, digestOf("shop 1.0.1"))).toBe("OTHER_BUILD");
    const asked = evidenceOf(compared, "scans", { build: null }, "sca@production");
    expect(refusalOf(compared, "ada", { ...asked, inProduction: null })).toBe("OTHER_BUILD");
  });

  const vexBy = (by: string, format = "openvex") => {
    const asked = evidenceOf(compared, "alone", {}, "vex");
    return refusalOf(compared, by, { ...asked, evidence: { ...asked.evidence, format } });
  };
  test("R206: a VEX document counts only from a person with the role that owes the check", () => {
    expect(["fay", "ada", "bot", "headgate"].map((by) => vexBy(by))).toEqual([
      "accepted: EvidenceRecorded",
      ...Array(3).fill("SIGNER_NOT_ALLOWED"),
    ]);
    expect(vexBy("fay", "sarif")).toBe("NOT_BY_REPORT");
  });
  test("R206: and so does a scan that takes out findings by itself, unless a command of ours made it", () => {
    const scan = evidenceOf(compared, "alone", { figures: { failed: 0, excused: 2 } });
    expect(["fay", "headgate", "ada", "bot"].map((by) => refusalOf(compared, by, scan))).toEqual([
      ...Array(2).fill("accepted: EvidenceRecorded"),
      ...Array(2).fill("SIGNER_NOT_ALLOWED"),
    ]);
  });
  test("the same report beside another reference, or another VEX document, is another piece of evidence", () => {
    const first = evidenceOf(compared, "scans", {}, "sca");
    const known = acted(compared, "ada", first);
    const other = { ...first.evidence.compared!, raw: digestOf("another reference") };
    expect(refusalOf(known, "ada", first)).toBe("accepted: scans has this very report already");
    expect(refusalOf(known, "ada", { ...first, evidence: { ...first.evidence, compared: other } })).toBe(
      "accepted: EvidenceRecorded",
    );
    const vex = { raw: digestOf("vex"), madeAt: compared.at };
    expect(refusalOf(known, "ada", { ...first, evidence: { ...first.evidence, vex } })).toBe(
      "accepted: EvidenceRecorded",
    );
  });
});

describe("a signed report", () => {
  const signedBy = (signer: string | null) => ask(at, "headgate", evidenceOf(at, "signed", { signer }));
  test.each([
    [null, "it names no signer; qa-lead must sign it"],
    ["mallory", "its signer mallory is nobody of this release"],
    ["bot", "its signer bot is an agent; a person must sign"],
    ["ada", "its signer ada holds none of: qa-lead"],
  ])("by %s is refused: %s", (signer, problem) => {
    expect(signedBy(signer)).toMatchObject({ refusal: { code: "SIGNER_NOT_ALLOWED", detail: { problem } } });
  });
  test("by a holder of the role counts, by id and by address", () => {
    expect(["eli", "Eli@Example.org"].map((signer) => signedBy(signer).ok)).toEqual([true, true]);
  });
});

test("an unreadable report is kept too, as what it is", () => {
  const unreadable = withEvidence({ report: null, problem: "not JSON" });
  expect(acted(at, "ada", unreadable).release.evidence.c).toMatchObject({ report: null, problem: "not JSON" });
});

test("a later report replaces the earlier one, the history keeps both", () => {
  const first = answered(at, "c", { figures: { failed: 1 } });
  expect(answered(first, "c").release.evidence.c?.report?.figures).toEqual(passing(at, "c").figures);
});
