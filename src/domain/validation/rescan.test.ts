import { describe, expect, test } from "vitest";
import { acted, type Case, later } from "../../../test/support/case.ts";
import { defaultProcess as process } from "../../../test/support/default-process.ts";
import { rolloutOf } from "../../../test/support/obey.ts";
import { digestOf, evidence, given, openRelease } from "../../../test/support/release.ts";
import { promoted } from "../../../test/support/rollout.ts";
import { evidenceOf, requirementOf, stateOf } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { reconcile } from "../release/reconcile.ts";
import { evidenceKey } from "../release/release.ts";
import type { Instant } from "../units.ts";

const check = "validation.rescan";
const key = evidenceKey(check, "image");

/** In production, with the scan of its image bound; what else a release needs is another test's. */
const small = {
  ...process,
  stages: process.stages
    .filter(({ id }) => id === "production" || id === "validation")
    .map((one) => ({ ...one, after: one.id === "validation" ? ["production"] : [] })),
  requirements: process.requirements
    .filter(({ id }) => ["production.deploy", "checklist.security", check].includes(id))
    .map((one) => (one.kind === "rollout" ? { ...one, after: [], posts: [] } : one)),
} as Case["process"];
const live = (bound: readonly string[] = [key]): Case => {
  const release = given(
    openRelease({ plan: { bound } }),
    evidence("checklist.security", {}, undefined, "image"),
    ...promoted(),
  );
  return { process: small, release, at: release.rollouts[0]?.promotedAt as Instant };
};

const scanned = (at: Case, critical: readonly string[] = [], build = at.release.build.digest): Case => {
  const asked = evidenceOf(at, check, { figures: { total: 9, critical: critical.length, newHigh: 0 } }, "image");
  const compared = {
    ...asked.evidence.compared!,
    figures: { newCritical: critical.length, newHigh: 0 },
    lists: { newCritical: critical },
  };
  const report = { ...asked.evidence.report!, build };
  return acted(at, "headgate", { ...asked, origin: "probe", evidence: { ...asked.evidence, report, compared } });
};
const due = ({ release, at }: Case) =>
  reconcile(small, release, at, openCalendar).filter((one) => one.kind === "ask" && one.requirement === check);

describe("R99: the running build is scanned again in validation", () => {
  test("where it is bound, once the build is in service, and then daily; one that is left out is stale", () => {
    expect(due(live())).toMatchObject([{ part: "image", probe: null }]);
    const first = scanned(later(live(), 1));
    expect(stateOf(first, check)).toBe("pass");
    expect([due(later(first, 23)).length, due(later(first, 24)).length]).toEqual([0, 1]);
    expect(stateOf(later(first, 37), check)).toBe("stale");
  });
  test("where nothing is bound it is not applicable, and says what to write", () => {
    expect(requirementOf(live([]), check)).toMatchObject({
      state: "not applicable",
      reason: expect.stringContaining(`write checks: ${check}, part image or dependencies`),
    });
    expect(due(live([]))).toEqual([]);
  });
  test("a critical weakness that became known on day 3 fails it, raises what the process says, and is an issue", () => {
    const found = scanned(later(scanned(live()), 72), ["CVE-2026-4711"]);
    expect(requirementOf(found, check)).toMatchObject({
      state: "fail",
      reason: "image: 1 critical findings of the running build are new since the checklist: CVE-2026-4711",
    });
    const { raises } = process.requirements.find((one) => one.id === check && one.kind === "check") as {
      raises: string;
    };
    expect(raises).toBe("medium");
    expect(found.release.triggers).toMatchObject([
      { source: "check", key: check, severity: raises, environment: "production", settled: null },
    ]);
    expect(found.release.issues).toMatchObject([{ reference: check, state: "open", severity: raises }]);
    expect(rolloutOf(found).phase).toBe("promoted");
  });
  test("what the checklist knew already is a warning, and no failure", () => {
    const known = scanned(live());
    const { figures } = known.release.evidence[key]!.report!;
    expect(figures.critical).toBe(0);
    const asked = evidenceOf(known, check, { figures: { total: 9, critical: 1, newCritical: 0, newHigh: 0 } }, "image");
    const warned = acted(known, "headgate", { ...asked, origin: "probe" });
    expect(requirementOf(warned, check)).toMatchObject({ state: "pass" });
  });
  test("a scan of another digest than the running one is refused", () => {
    expect(() => scanned(live(), [], digestOf("shop 1.0.0"))).toThrow("OTHER_BUILD");
  });
});
