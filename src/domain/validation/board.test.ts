import { expect, test } from "vitest";
import { defaultProcess as process } from "../../../test/support/default-process.ts";
import { build, evidence, given, minutes, openRelease } from "../../../test/support/release.ts";
import { promoted } from "../../../test/support/rollout.ts";
import type { ReleaseEvent } from "../release/events.ts";
import { type Instant, instant } from "../units.ts";
import { validationBoard } from "./board.ts";

const [hour, day] = [3_600_000, 86_400_000];
const before: readonly ReleaseEvent[] = [openRelease(), ...promoted({ at: minutes(0) })];
const began = given(...before).rollouts[0]?.promotedAt as Instant;
const at = (time: number): Instant => instant(began + time);
const smoke = (time: number, failed: number) =>
  evidence("validation.smoke", { figures: { checked: 8, failed } }, at(time), "", build.digest);
const board = (now: number, ...events: readonly ReleaseEvent[]) =>
  validationBoard(process, given(...before, ...events), [...before, ...events], at(now));

test("R93: the board shows start, end, the longest end, the way back, and each item with its looks and the next one", () => {
  const seen = board(26 * hour, smoke(hour, 0), smoke(2 * hour, 1), smoke(25 * hour, 0));
  expect(seen).toMatchObject({
    begins: began,
    ends: began + 7 * day,
    endsAtMost: began + 14 * day,
    extensions: [],
    issues: [],
    triggers: [],
  });
  expect(seen?.wayBackUntil).toBeGreaterThanOrEqual(began + 2 * day);
  expect(seen?.items).toHaveLength(8);
  expect(seen?.items[0]).toMatchObject({
    id: "validation.smoke",
    state: "pass",
    lastLook: at(25 * hour),
    nextLook: at(49 * hour),
    looks: [
      { at: at(hour), state: "pass" },
      { at: at(2 * hour), state: "fail" },
      { at: at(25 * hour), state: "pass" },
    ],
  });
});

test("hourly on the first day, so the next look is an hour after the last; nothing is due after the end", () => {
  expect(board(2 * hour, smoke(hour, 0))?.items[0]?.nextLook).toBe(at(2 * hour));
  expect(board(8 * day, smoke(7 * day, 0))?.items[0]?.nextLook).toBeNull();
});

test("before all traffic is on the build there is no period, and every item is missing", () => {
  const seen = validationBoard(process, given(openRelease()), [openRelease()], at(0));
  expect(seen).toMatchObject({ begins: null, ends: null, wayBackUntil: null });
  expect(seen?.items.map(({ state }) => state)).toEqual(Array(8).fill("missing"));
});
