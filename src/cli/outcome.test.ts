import { describe, expect, test } from "vitest";
import { fold, openCase } from "../../test/support/case.ts";
import { defaultProcess } from "../../test/support/default-process.ts";
import { minutes } from "../../test/support/release.ts";
import { climb, promoted } from "../../test/support/rollout.ts";
import { outcomeOf } from "./outcome.ts";

const story = { at: minutes(10) };
const begun = openCase(defaultProcess);
const opened = begun.release;
const climbing = fold(begun, climb(story).slice(0, 8)).release;
const live = fold(begun, promoted(story)).release;

describe("T30: what a run came to", () => {
  test("is no success when it did nothing and something is open", () => {
    expect(outcomeOf(opened, opened, false)).toBe("waiting");
    expect(outcomeOf(climbing, climbing, false)).toBe("waiting");
  });
  test("is no success by what an earlier run did", () => {
    expect(outcomeOf(live, live, false)).toBe("waiting");
  });
  test("is one by its own rollout, and none when it was interrupted", () => {
    expect(outcomeOf(climbing, live, false)).toBe("rolled-out");
    expect(outcomeOf(climbing, live, true)).toBe("stopped");
  });
});
