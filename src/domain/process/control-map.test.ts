import { describe, expect, test } from "vitest";
import { type Case, openCase } from "../../../test/support/case.ts";
import { allControls, defaultProcess } from "../../../test/support/default-process.ts";
import { answered, requirementOf, statusOf, walked } from "../../../test/support/walk.ts";
import { controlMap, type MappedControl } from "./control-map.ts";
import { controlsFor } from "./controls.ts";
import type { Process } from "./process.ts";

const frameworks = ["soc2", "pci-dss", "sox"];
const withFrameworks = (...on: readonly string[]): Process => ({
  ...defaultProcess,
  controls: controlsFor(allControls, on),
});

const mapOf = (at: Case): readonly MappedControl[] => controlMap(at.process, at.release, statusOf(at));
const stateOf = (at: Case, framework: string, id: string): string | undefined =>
  mapOf(at).find((one) => one.framework === framework && one.id === id)?.state;

/** Everything done as it should be, until the check that asks for the map may be asked. */
const asked = walked(openCase(withFrameworks(...frameworks)), (_, { blocking }) =>
  blocking.some(({ id }) => id === "controls.map"),
);

/** As if nobody had ever signed these. */
const unsigned = (before: Case, ...ids: readonly string[]): Case => ({
  ...before,
  release: {
    ...before.release,
    approvals: Object.fromEntries(Object.entries(before.release.approvals).filter(([id]) => !ids.includes(id))),
  },
});

describe("before production", () => {
  test("nothing is a gap when everything that is due is there, and what comes after is said to come", () => {
    const map = mapOf(asked);
    expect(map.filter(({ state }) => state === "gap")).toEqual([]);
    expect(stateOf(asked, "soc2", "CC8.1 / tests")).toBe("satisfied");
    expect(stateOf(asked, "soc2", "CC8.1")).toBe("partial");
    expect(stateOf(asked, "sox", "ITGC-CM-9 Post-implementation review")).toBe("due later");
  });

  test("R46: without evidence that the approver is independent, CC8.1, PCI 6.5.4 and ITGC-CM-4 are gaps", () => {
    const independent = defaultProcess.evidenceKinds?.find(({ id }) => id === "EV-10")?.shownBy ?? [];
    const without = unsigned(answered(asked, "controls.map"), ...independent);

    for (const [framework, id] of [
      ["soc2", "CC8.1"],
      ["pci-dss", "6.5.4"],
      ["sox", "ITGC-CM-4 Segregation of duties"],
    ] as const) {
      expect(stateOf(asked, framework, id)).not.toBe("gap");
      const control = mapOf(without).find((one) => one.framework === framework && one.id === id);
      expect(control).toMatchObject({ state: "gap" });
      expect(control?.reason).toContain("A3");
    }
  });

  test("one of them is enough to make it a gap", () => {
    expect(stateOf(unsigned(answered(asked, "controls.map"), "A8"), "pci-dss", "6.5.4")).toBe("gap");
  });

  test("every link says what it stands on, by digest", () => {
    const control = mapOf(asked).find(({ id }) => id === "CC8.1 / tests");
    for (const { digest, state } of control?.links ?? [])
      expect([state, digest]).toEqual(["pass", expect.stringMatching(/sha256:|staging/)]);
  });

  test("a waiver is an exception and not evidence", () => {
    const waiver = {
      requestedBy: "cy",
      requestedAt: asked.at,
      reason: "r",
      risk: "r",
      control: "c",
      expires: (asked.at + 1e9) as typeof asked.at,
      grantedBy: "ada",
    };
    const evidence = Object.fromEntries(
      Object.entries(asked.release.evidence).filter(([id]) => id !== "checklist.backups"),
    );
    const waived = {
      ...asked,
      release: { ...asked.release, evidence, waivers: { "checklist.backups": waiver } },
    };
    const control = mapOf(waived).find(({ id }) => id === "A1.2, A1.3");
    expect(control).toMatchObject({
      state: "partial",
      reason: expect.stringContaining("exception: checklist.backups"),
    });
  });
});

test("R8: a project without cards has no PCI control, and its map no gap", () => {
  const none = mapOf({ ...asked, process: withFrameworks() });
  expect(none).toEqual([]);
  const soc2 = mapOf({ ...asked, process: withFrameworks("soc2") });
  expect(new Set(soc2.map(({ framework }) => framework))).toEqual(new Set(["soc2"]));
});

test("R8: with HIPAA on, a release without evidence has nothing satisfied", () => {
  const opened = openCase(withFrameworks("hipaa"));
  expect(mapOf(opened).map(({ state }) => state)).not.toContain("satisfied");
});

test("nothing of a migration is asked of a release without one", () => {
  const only = {
    ...withFrameworks("hipaa"),
    evidenceKinds: [{ id: "EV-30", title: "t", shownBy: ["strategy.compatibility"] }],
  };
  const control = allControls.controls.find(({ id }) => id === "164.312(c)(1)")!;
  const process = { ...only, controls: { ...allControls, controls: [{ ...control, evidence: ["EV-30"] }] } };
  expect(mapOf({ ...asked, process })[0]).toMatchObject({ state: "not applicable" });
});

test("a control that the process shows no evidence for is a gap", () => {
  const process = { ...withFrameworks("soc2"), evidenceKinds: [] };
  expect(new Set(mapOf({ ...asked, process }).map(({ state }) => state))).toEqual(new Set(["gap"]));
});

test("what was signed for and has changed since is a gap, whenever it is due", () => {
  const changed = answered(asked, "staging.issues", {
    figures: { checked: 9, openCritical: 0, openHigh: 0, undecided: 0 },
  });
  expect(requirementOf(changed, "A8").state).toBe("stale");
  expect(stateOf(changed, "soc2", "CC5.1 / CC1.3")).toBe("gap");
});

test("at its end no control of a release is due later, and none is a gap", () => {
  const over = walked(asked, (_, { exitGates }) => exitGates.every(({ open }) => open));
  expect(new Set(mapOf(over).map(({ state }) => state))).toEqual(new Set(["satisfied"]));
});
