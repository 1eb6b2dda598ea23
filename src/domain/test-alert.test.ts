import { describe, expect, test } from "vitest";
import { type AlertFacts, judgeAlert } from "./test-alert.ts";
import { instant } from "./units.ts";

const at = (minute: number) => instant(Date.UTC(2026, 11, 1, 10) + 60_000 * minute);
const facts: AlertFacts = {
  from: at(0),
  until: at(10),
  now: at(5),
  receivers: ["on-call"],
  receiver: "on-call",
  muted: [],
  answers: [],
  shifts: [
    { person: "bo", from: at(-60), to: at(8) },
    { person: "cy", from: at(8), to: at(60) },
  ],
};
const answer = (person: string | null, minute: number, by = person ?? "somebody") => ({ by, person, at: at(minute) });
const judged = (given: Partial<AlertFacts>) => judgeAlert({ ...facts, ...given });

describe("R41: a test alert", () => {
  test("waits for whoever is on call, and says until when", () => {
    expect(judged({})).toEqual({
      state: "waiting",
      routed: true,
      says: "waits for bo or cy until 2026-12-01 10:10:00 UTC",
    });
  });

  test("passes when the person on call answers in time", () => {
    expect(judged({ answers: [answer("bo", 3)] })).toMatchObject({
      state: "acknowledged",
      says: "acknowledged by bo 180 s after it was fired",
    });
  });

  test("is handed over with the shift: after eight minutes it is cy's", () => {
    expect(judged({ answers: [answer("cy", 9)], now: at(9) }).state).toBe("acknowledged");
    expect(judged({ answers: [answer("bo", 9)], now: at(9) }).state).toBe("waiting");
  });

  test("fails when nobody answers in time, and says who should have", () => {
    expect(judged({ now: at(10) })).toMatchObject({
      state: "failed",
      says: "bo or cy did not acknowledge it by 2026-12-01 10:10:00 UTC",
    });
  });

  test("fails when others answer, when nobody knows who it was, or when it comes too late", () => {
    const answers = [answer("ada", 2), answer(null, 3, "admin"), answer("cy", 11)];
    expect(judged({ answers, now: at(12) }).says).toBe(
      "bo or cy did not acknowledge it by 2026-12-01 10:10:00 UTC; ada answered, who was not on call then; " +
        "admin answered, who is nobody of this release; cy answered too late 660 s after it was fired",
    );
    expect(judged({ answers: answers.slice(0, 2) }).state).toBe("waiting");
  });

  test("fails at once when it went elsewhere or wakes nobody", () => {
    expect(judged({ receivers: ["everybody"], answers: [answer("bo", 1)] })).toEqual({
      state: "failed",
      routed: false,
      says: "it was routed to everybody and not to on-call",
    });
    expect(judged({ muted: ["silence 1"] })).toMatchObject({ state: "failed", says: expect.stringContaining("muted") });
  });

  test("never passes unseen: an answer to what nobody saw routed waits, and fails in the end", () => {
    const unseen = { receivers: null, answers: [answer("bo", 1)] };
    expect(judged(unseen).state).toBe("waiting");
    expect(judged({ ...unseen, now: at(10) }).state).toBe("failed");
  });
});
