import { describe, expect, test } from "vitest";
import { openCase } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { answered, statusOf, walked } from "../../../test/support/walk.ts";
import { checklist } from "../../domain/process/checklist.ts";
import type { Approval } from "../../domain/process/process.ts";
import { shownFor } from "../../domain/process/shown.ts";
import { checklistText } from "./checklist-text.ts";
import { paint } from "./paint.ts";
import { shownText } from "./shown-text.ts";

const layout = { paint: paint(false), columns: 100 };
const opened = openCase(defaultProcess);
const ready = walked(opened, (_, { stages }) => stages.find(({ id }) => id === "checklist")?.state === "done");
const untested = answered(ready, "checklist.backups", {
  figures: { backupAgeHours: 1, restoreAgeDays: 200, rowsRestored: 1, rowsDamaged: 0 },
});

const textOf = ({ process, release, at }: typeof ready): string =>
  checklistText(
    {
      release: release.id,
      build: release.build,
      items: checklist(process, release, statusOf({ process, release, at }), at),
    },
    layout,
  );

test("R39: a failing item says why it matters, who owes it and what to do; one that is met does not", () => {
  const text = textOf(untested);

  expect(text).toContain("Checklist of shop-1.1.0: 9 of 10 met");
  expect(text.split("\n")[2]).toBe("4. Backups  fail");
  expect(text).toContain("Why: A backup that was never restored is a hope, not a backup.");
  expect(text).toContain("Cy Cole (sre), can be waived");
  expect(text.match(/Why: /g)).toHaveLength(1);
});

describe("R51: who signs for readiness sees a subset of the checklist, what is red first", () => {
  const shown = (id: string, at: typeof ready): string => {
    const { statement, shows } = defaultProcess.requirements.find((one): one is Approval => one.id === id)!;
    const shown = shownFor(at.process, at.release, shows);
    return shownText({ statement, shown, digest: "sha256:0", requirements: statusOf(at).requirements }, layout);
  };
  const listed = (text: string): readonly string[] =>
    [...text.matchAll(/^ {2}([\w.-]+) {2,}(?:pass|fail|missing|stale)/gm)].map(([, id = ""]) => id);

  test.each([
    ["A5", ["checklist.parity", "checklist.rollback", "checklist.stakeholders", "checklist.window"]],
    ["A6", ["checklist.monitoring", "checklist.logs", "checklist.backups"]],
    ["A7", ["checklist.security", "controls.map", "checklist.compliance"]],
    ["A8", ["checklist.documents", "entry.functional", "entry.integration", "staging.regression", "staging.issues"]],
  ])("%s", (id, own) => expect(listed(shown(id, ready))).toEqual(own));

  test("the red one comes first, with the reason why it is asked", () => {
    const text = shown("A6", untested);
    expect(listed(text)).toEqual(["checklist.backups", "checklist.monitoring", "checklist.logs"]);
    expect(text).toContain("checklist.backups: A backup that was never restored is a hope, not a backup.");
    expect(shown("A6", ready)).not.toContain("Why it matters");
  });
});
