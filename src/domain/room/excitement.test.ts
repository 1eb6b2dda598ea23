import { expect, test } from "vitest";
import { minutes, openRelease } from "../../../test/support/release.ts";
import { promoted, rolledBack } from "../../../test/support/rollout.ts";
import type { ReleaseEvent } from "../release/events.ts";
import { excitement, excitementText } from "./excitement.ts";

const clean: readonly ReleaseEvent[] = [openRelease(), ...promoted({ at: minutes(60) })];
const score = (events: readonly ReleaseEvent[]): number => excitement(events, "production").score;

test("R89: a clean run scores 0, and so does one that was rehearsed with trouble in staging", () => {
  expect(score(clean)).toBe(0);
  expect(score([openRelease(), ...rolledBack({ environment: "staging", at: minutes(5) }), ...clean.slice(1)])).toBe(0);
});

test("R89: one retry scores more, and what happened is told", () => {
  const requested = clean.find(({ type }) => type === "RolloutRequested");
  const rollout = requested !== undefined && "rollout" in requested ? (requested.rollout ?? "") : "";
  const at = clean.findIndex(({ type }) => type === "RolloutStarted") + 1;
  const failed: ReleaseEvent = { type: "EffectFailed", rollout, at: minutes(61), effect: "route", reason: "timed out" };
  const retried = [...clean.slice(0, at), failed, ...clean.slice(at)];
  expect(score(retried)).toBe(1);
  expect(excitementText(excitement(retried, "production"))).toBe("1: 1 retry");
});

test("R89: what comes after the rollout is no excitement of it", () => {
  const refused: ReleaseEvent = {
    type: "CommandRefused",
    at: minutes(9_000),
    command: "Approve",
    code: "X",
    detail: {},
    by: "bo",
  };
  expect(score([...clean, refused])).toBe(0);
});
