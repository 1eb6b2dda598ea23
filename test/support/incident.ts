import { openCalendar } from "../../src/domain/calendar/hindrance.ts";
import type { Plan } from "../../src/domain/release/plan.ts";
import { reconcileRollouts } from "../../src/domain/release/reconcile.ts";
import { type Instant, instant, millis, plus } from "../../src/domain/units.ts";
import { type Asked, acted, type Case } from "./case.ts";
import { defaultProcess } from "./default-process.ts";
import { given, minutes, openRelease } from "./release.ts";
import { climb, promoted } from "./rollout.ts";

/** When the rollout of these stories began. */
export const began = minutes(10);
const hours = (n: number): Instant => plus(began, millis(n * 3_600_000));

/** A release whose build has had all traffic for a while, under the process that ships; its window is open. */
export const live = (plan: Partial<Plan> = {}): Case => ({
  process: defaultProcess,
  release: given(openRelease({ plan }), ...promoted({ at: began })),
  at: hours(5),
});

/** On its second step, with some of the traffic. */
export const climbing = (): Case => ({
  process: defaultProcess,
  release: given(openRelease(), ...climb({ at: began }).slice(0, 8)),
  at: hours(1),
});

/** Nothing of the release runs anywhere yet. */
export const opened = (): Case => ({ process: defaultProcess, release: given(openRelease()), at: hours(0) });

export const raise = (severity: "critical" | "high" | "medium" | "low", key = ""): Asked => ({
  type: "RaiseTrigger",
  severity,
  source: "person",
  says: "the cart loses items",
  environment: "production",
  key,
});

export const issue = (
  severity: "critical" | "high" | "medium" | "low",
  environment = "staging",
  reference = "",
): Asked => ({ type: "ReportIssue", title: "checkout is broken", severity, source: "tests", environment, reference });

export const minutesOn = (before: Case, n: number): Case => ({ ...before, at: instant(before.at + n * 60_000) });

/** What the conductor would be told to do about the clocks. */
export const clocksOf = ({ process, release, at }: Case): readonly string[] =>
  reconcileRollouts(process, release, at, openCalendar).flatMap((effect) =>
    effect.of === "release" && effect.kind === "dispatch" && effect.command === "KeepTriggers" ? [effect.command] : [],
  );

/** The conductor does what the clocks ask for; a story in which they ask for nothing stays as it is. */
export const kept = (before: Case): Case =>
  clocksOf(before).length === 0 ? before : acted(before, "headgate", { type: "KeepTriggers" });

export const phaseOf = ({ release }: Case): string | undefined => release.rollouts.at(-1)?.phase;
