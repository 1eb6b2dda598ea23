import { describe, expect, test } from "vitest";
import { type Case, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess as process } from "../../../test/support/default-process.ts";
import { signature, walked } from "../../../test/support/walk.ts";
import { periodStart } from "../process/dates.ts";
import type { Stage } from "../process/process.ts";
import { whatKeepsItOpen } from "../release/decide-closing.ts";
import { type Instant, millis, plus } from "../units.ts";

const day = 86_400_000;
const stage = process.stages.find(({ period }) => period !== undefined) as Stage;
const startOf = ({ release }: Case): Instant => periodStart(process, release, stage) as Instant;

describe("R93: a release is complete only after its validation", () => {
  const live = walked(openCase(process), (now) => periodStart(process, now.release, stage) !== null);
  const on = (now: Case, days: number): Case => ({ ...now, at: plus(startOf(now), millis(days * day)) });

  test("at day 6 closing and the signatures for the period are refused; at day 7 with all green it is allowed", () => {
    const watched = walked(
      live,
      (now, { requirements }) =>
        now.at >= startOf(now) + 7 * day && requirements.find(({ id }) => id === "A17")?.waitsFor.length === 0,
    );
    expect(refusalOf(on(live, 6), "headgate", { type: "CloseRelease" })).toBe("GATE_CLOSED");
    expect(refusalOf(on(watched, 6), "cy", signature(watched, "A17"))).toBe("PERIOD_NOT_OVER");
    expect(refusalOf(watched, "cy", signature(watched, "A17"))).toMatch(/^accepted: ApprovalGiven/);
    const done = walked(watched, (now) => whatKeepsItOpen(process, now.release, now.at).length === 0);
    expect(refusalOf(done, "headgate", { type: "CloseRelease" })).toBe("accepted: ReleaseClosed");
  });
});
