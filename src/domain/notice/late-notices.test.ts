import { describe, expect, test } from "vitest";
import { acted, type Case } from "../../../test/support/case.ts";
import { began, noticing, openWith } from "../../../test/support/notified.ts";
import { driven, isOver, reported, rolloutOf, turn } from "../../../test/support/obey.ts";
import { heardBy, type Telling, told, toldUntil } from "../../../test/support/told.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { millis, plus } from "../units.ts";
import { noticeEffects } from "./notice-effects.ts";
import { pendingNotices } from "./pending.ts";

const from = (now: Case): Telling => ({ now, sent: [] });
const board = "board@example.org";
const minutes = 60_000;
const hence = (now: Case, length: number): Case => ({ ...now, at: plus(now.at, millis(length)) });
const isMoving = ({ weight }: Rollout): boolean => weight >= 25;
const isPromoted = ({ phase }: Rollout): boolean => phase === "promoted";
const rollBack = {
  type: "Order",
  environment: "production",
  order: { type: "RollBack", reason: "harm", severity: "high" },
} as const;
const logs = ({ now }: Telling) => Object.values(now.release.notices);

describe("T39: after an outage", () => {
  test("the updates of hours are one update, and the history says how many were missed", () => {
    const back = told(from(acted(driven(began(openWith()), isMoving), "ada", rollBack)));
    // Five hours and a quarter in which nobody could send anything.
    const late = told({ sent: [], now: hence(back.now, 315 * minutes) });

    expect(heardBy(late, board)).toEqual(["rollback-running"]);
    const skipped = logs(late).filter((one) => one.skipped !== null);
    expect(skipped.map(({ notice, occurrence }) => [notice, occurrence])).toEqual([
      ["rollback-running", "production-deploy-1 rollback running 9"],
    ]);
  });
  test("half of the traffic is no news once all of it is there", () => {
    const up = driven(began(openWith()), isPromoted);
    const late = told(from(hence(up, 60 * minutes)));

    expect(heardBy(late, "ada")).toEqual(["promoted"]);
    expect(logs(late).find(({ notice }) => notice === "halfway")?.skipped).toMatchObject({
      reason: "nobody could be told in time, and it is past",
    });
  });
  test("a rollback that is over is told as over, and not from its beginning", () => {
    const back = driven(acted(driven(began(openWith()), isMoving), "ada", rollBack), isOver);
    const late = told(from(hence(back, 90 * minutes)));
    expect(heardBy(late, board)).toEqual(["rollback-ended"]);
  });
  test("what was said to be past is not said again", () => {
    const late = told(from(hence(driven(began(openWith()), isPromoted), 60 * minutes)));
    expect(noticeEffects(noticing, late.now.release, late.now.at)).toEqual([]);
  });
});

test("nobody is told twice, however often it is asked and whoever reports it once more", () => {
  const all = toldUntil(from(began(openWith())), isPromoted);
  expect(told(all).sent).toEqual(all.sent);
  const { notice, occurrence, to } = all.sent[0]!;
  const again = { type: "RecordNotice", notice, occurrence, to, result: "failed", detail: "late" } as const;
  expect(acted(all.now, "headgate", again).release).toEqual(all.now.release);
});

describe("R73: who cannot be reached", () => {
  const nobody = () => false;
  const tries = (start: Case, limit: number): Telling => {
    let all = from(start);
    for (let second = 0; second <= limit; second++) all = told({ ...all, now: hence(all.now, 1_000) }, nobody);
    return all;
  };
  test("is tried again with growing pauses, and given up at the limit; then the rollout begins", () => {
    const held = turn(began(openWith()));
    const early = tries(held, 100);
    expect(reported(early.now, { type: "ConfirmAnnounced" }).release).toEqual(early.now.release);

    const late = tries(held, 121);
    const deliveries = logs(late).flatMap(({ to }) => Object.values(to));
    expect(deliveries.map(({ state }) => state)).toEqual(Array(4).fill("given up"));
    // 0, 5, 15, 35, 75 and 120 s after the first.
    expect(deliveries.map((one) => one.tries)).toEqual(Array(4).fill(6));
    expect(pendingNotices(noticing, late.now.release, late.now.at)).toEqual([]);
    expect(rolloutOf(reported(late.now, { type: "ConfirmAnnounced" })).announced).toBe("done");
    expect(rolloutOf(driven(late.now, isPromoted)).phase).toBe("promoted");
  });
  test("holds up nobody else: the rest is told at once", () => {
    const held = turn(began(openWith()));
    const all = told(from(held), (to) => to !== "cy");
    expect(all.sent.map(({ to }) => to)).toEqual([board, "support@example.org", "ada"]);
  });
  test("for good is given up at once", () => {
    const held = turn(began(openWith()));
    const about = { notice: "starting", occurrence: "production-deploy-1 started", to: board };
    const refused = { type: "RecordNotice", ...about, result: "refused", detail: "550 no such person" } as const;
    const now = acted(held, "headgate", refused);
    expect(logs({ now, sent: [] })).toMatchObject([{ to: { [board]: { state: "given up", tries: 1 } } }]);
  });
});
