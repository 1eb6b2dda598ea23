import { describe, expect, test } from "vitest";
import { type Asked, acted, type Case, fold, later, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { build, minutes, openRelease, given as releaseOf } from "../../../test/support/release.ts";
import { promoted } from "../../../test/support/rollout.ts";
import { check, rolloutTo, stage, tinyProcess } from "../../../test/support/tiny-process.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { periodEnd } from "../process/dates.ts";
import { status } from "../process/status.ts";
import { reconcile } from "../release/reconcile.ts";
import { type Instant, millis } from "../units.ts";

const [hour, day] = [3_600_000, 86_400_000];

const process = tinyProcess(
  [rolloutTo({ id: "deploy", stage: "live" }), check({ id: "smoke", stage: "watch", every: millis(day) })],
  {
    stages: [
      stage("live"),
      stage("watch", {
        after: ["live"],
        period: millis(7 * day),
        periodMost: millis(14 * day),
        extendedBy: ["sre", "product-owner"],
      }),
    ],
    rollbackWindow: millis(72 * hour),
    rollbackWindowLeast: millis(48 * hour),
    rollbackWindowClosedBy: ["devops-lead"],
    severities: defaultProcess.severities,
  },
);

const live = (): Case => {
  const events = promoted({ at: minutes(0) }).map((event) =>
    event.type === "RolloutPromoted" ? { ...event, keepUntil: (event.at + 72 * hour) as Instant } : event,
  );
  const release = releaseOf(openRelease(), ...events);
  return { process, release, at: release.rollouts[0]?.promotedAt as Instant };
};
const began = live().at;
const extension = (days: number, reason = "the fair begins on Friday"): Asked => ({
  type: "ExtendPeriod",
  until: (began + days * day) as Instant,
  reason,
});
const close: Asked = { type: "CloseRollbackWindow", reason: "three quiet days, and the old machines are needed" };
const endOf = ({ process: { stages }, release }: Case) => periodEnd(process, release, stages[1] ?? stage("none"));

describe("R93: a validation period is extended with a reason, and never shortened", () => {
  test("a holder of a role that the process names makes it longer; the end moves, and the stage is not left before", () => {
    const extended = acted(later(live(), 24), "cy", extension(10));
    expect(endOf(live())).toBe(began + 7 * day);
    expect(endOf(extended)).toBe(began + 10 * day);
    expect(status(process, extended.release, (began + 9 * day) as Instant).stages[1]).toMatchObject({
      state: "open",
      notBefore: began + 10 * day,
    });
  });
  test("an earlier end, the same one, and one beyond the longest that the process allows are refused", () => {
    const at = acted(later(live(), 24), "cy", extension(10));
    expect(refusalOf(at, "cy", extension(8))).toBe("PERIOD_ONLY_LONGER");
    expect(refusalOf(at, "cy", extension(10))).toBe("PERIOD_ONLY_LONGER");
    expect(refusalOf(at, "bo", extension(14.1))).toBe("PERIOD_TOO_LONG");
    expect(refusalOf(at, "bo", extension(14))).toMatch(/^accepted/);
  });
  test("nobody without the role, no agent, nobody without a reason, and not before it has begun", () => {
    expect(refusalOf(live(), "ada", extension(10))).toBe("ROLE_MISSING");
    expect(refusalOf(live(), "bot", extension(10))).toBe("AGENT_FORBIDDEN");
    expect(refusalOf(live(), "cy", extension(10, " "))).toBe("REASON_MISSING");
    expect(refusalOf({ ...live(), release: releaseOf(openRelease()) }, "cy", extension(10))).toBe("PERIOD_NOT_BEGUN");
  });
});

const open = (at: Case, severity: "high" | "medium"): Case =>
  fold(at, [
    {
      type: "TriggerRaised",
      trigger: "trigger-1",
      severity,
      source: "person",
      says: "the cart is empty",
      environment: "production",
      of: at.release.rollouts[0]?.id ?? null,
      issue: null,
      key: "cart",
      by: "cy",
      at: at.at,
    },
  ]);

const effectsAt = (at: Case) => reconcile(at.process, at.release, at.at, openCalendar).map(({ kind }) => kind);

describe("R117: the rollback window", () => {
  test("at +30 h rollback works, and nothing tears the old side down", () => {
    const at = later(live(), 30);
    expect(effectsAt(at)).not.toContain("retire");
    expect(refusalOf(at, "cy", { type: "Order", environment: "production", order: back })).toBe(
      "accepted: TriggerRaised, TriggerDecided, RollbackStarted",
    );
  });
  test("closing it before the least of the process is refused; after that it is an act with a role and a reason", () => {
    expect(refusalOf(later(live(), 30), "ada", close)).toBe("WINDOW_TOO_SHORT");
    expect(refusalOf(later(live(), 49), "cy", close)).toBe("ROLE_MISSING");
    expect(refusalOf(later(live(), 49), "bot", close)).toBe("AGENT_FORBIDDEN");
    expect(refusalOf(later(live(), 49), "ada", { ...close, reason: "" })).toBe("REASON_MISSING");
    const closed = acted(later(live(), 49), "ada", close);
    expect(effectsAt(later(live(), 49))).not.toContain("retire");
    expect(effectsAt(closed)).toContain("retire");
  });
  test("a lengthened one ends by itself at its own end", () => {
    expect(effectsAt(later(live(), 71.9))).not.toContain("retire");
    expect(effectsAt(later(live(), 72))).toContain("retire");
  });
  test("it is not closed while a trigger is open there that may still take the build back", () => {
    const at = later(live(), 49);
    expect(refusalOf(open(at, "high"), "ada", close)).toBe("WINDOW_ARMED");
    expect(refusalOf(open(at, "medium"), "ada", close)).toBe("WINDOW_ARMED");
    const settled = { type: "TriggerSettled", trigger: "trigger-1", how: "cleared", reason: "gone", by: "cy" } as const;
    expect(refusalOf(fold(open(at, "high"), [{ ...settled, at: at.at }]), "ada", close)).toBe(
      "accepted: RollbackWindowClosed",
    );
    const decided = {
      type: "TriggerDecided",
      trigger: "trigger-1",
      choice: "watch",
      reason: "r",
      answers: {},
    } as const;
    expect(refusalOf(fold(open(at, "medium"), [{ ...decided, by: "ada", at: at.at }]), "ada", close)).toBe(
      "accepted: RollbackWindowClosed",
    );
  });
  test("R122: it does not end while the clock of a trigger runs towards the way back", () => {
    const late = open(later(live(), 71.5), "high");
    expect(effectsAt(later(late, 0.6))).not.toContain("retire");
    const back = acted(later(late, 1), "headgate", { type: "KeepTriggers" });
    expect(back.release.rollouts[0]?.phase).toBe("rolling-back");
    expect(effectsAt(later(open(later(live(), 71.5), "medium"), 0.6))).toContain("retire");
  });
  test("T8: until it is over the way back is a build that was known good, and runs", () => {
    const at = later(live(), 47);
    const [rollout] = at.release.rollouts;
    expect(rollout).toMatchObject({ phase: "promoted", baselineCount: 4 });
    expect(rollout?.baseline?.digest).not.toBe(build.digest);
  });
});

const back = { type: "RollBack", reason: "harm", severity: "high" } as const;
