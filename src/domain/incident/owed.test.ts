import { describe, expect, test } from "vitest";
import { acted, openCase } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { issue } from "../../../test/support/incident.ts";
import { requirementOf, stageOf, walked } from "../../../test/support/walk.ts";

describe("an issue that is found while users have the build", () => {
  const watched = walked(openCase(defaultProcess), (now) => stageOf(now, "validation") === "open");
  test.each(["production", "staging"])("in %s keeps the release from closing, and nobody from looking on", (where) => {
    const found = acted(watched, "cy", issue("medium", where));
    expect(requirementOf(found, "issue-1")).toMatchObject({ state: "fail", stage: "closure" });
    expect(stageOf(found, "validation")).toBe("open");
  });
});

test("R60: one that is found in staging is settled before anybody goes on", () => {
  const staging = walked(openCase(defaultProcess), (now) => stageOf(now, "staging") === "open");
  expect(requirementOf(acted(staging, "cy", issue("medium")), "issue-1").stage).toBe("staging");
});
