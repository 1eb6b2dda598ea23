import { accept, type Decision } from "../refusal.ts";
import { beginOwnStep, recordOwnStep } from "../runbook/decide-own-step.ts";
import { type Instant, type Millis, plus } from "../units.ts";
import { utc } from "../utc.ts";
import { type Answer, type Bare, rollBack, rollBackAtOnce, stamp } from "./answer.ts";
import type { RolloutReport } from "./commands.ts";
import { confirmClosed, confirmReady, confirmShrunk, confirmWeight } from "./decide-transition.ts";
import { askForGo, expireWait } from "./decide-wait.ts";
import type { RolloutEvent } from "./events.ts";
import { closedGates, isLate, isVerdictOld, revertLimit, unhealthyLimit } from "./gates.ts";
import type { Answer as Settled } from "./person-waits.ts";
import {
  capacityWanted,
  currentStep,
  isBaselineAsked,
  isExposed,
  isHeldUp,
  isReversible,
  type Rollout,
} from "./rollout.ts";
import { breachOf } from "./step-watch.ts";

/** What of the process and the plan bears on a rollout. */
export type RolloutRules = {
  readonly rollbackWindow: Millis;
  /** Length of a window of counts. */
  readonly interval: Millis;
  /** How long a pause may last, and what is done then. */
  readonly pauses?: Settled | undefined;
};

/** Facts that the conductor reports. Whatever does not fit the present state is an echo of a past one: nothing happens. */
export const decideReport = (
  rules: RolloutRules,
  rollout: Rollout,
  report: RolloutReport,
  at: Instant,
): Decision<RolloutEvent> => stamp(rollout, at, answerTo(rules, rollout, report, at));

const answerTo = (rules: RolloutRules, rollout: Rollout, report: RolloutReport, at: Instant): Answer => {
  const { phase, rollback } = rollout;
  switch (report.type) {
    case "ConfirmHold":
      return phase === "waiting" ? accept([started(report)]) : accept();
    case "ConfirmAnnounced":
      return phase === "progressing" && rollout.announced === "awaited"
        ? accept<Bare>([{ type: "StartAnnounced" }])
        : accept();
    case "LoseHold":
      // Nothing is undone: it may not act any more.
      if (phase === "waiting")
        return accept<Bare>([rollBack(rollout, report.by, report.reason, "high"), { type: "RolloutRolledBack" }]);
      return isReversible(rollout) ? accept<Bare>([{ ...report, type: "HoldLost" }]) : accept();
    case "RecordData":
      return recordData(rollout, report);
    case "RecordBaseline":
      return isBaselineAsked(rollout)
        ? accept<Bare>([{ type: "BaselineMeasured", signals: report.signals, problem: report.problem }])
        : accept();
    case "ConfirmClosed":
      return confirmClosed(rollout, report);
    case "ConfirmShrunk":
      return confirmShrunk(rollout, report);
    case "ConfirmReady":
      return confirmReady(rollout, report);
    case "ConfirmWeight":
      return confirmWeight(rollout, report, at);
    case "Freeze":
      return freeze(rollout, report.reason);
    case "Thaw":
      return rollout.frozen === null ? accept() : accept<Bare>([{ type: "RolloutThawed" }]);
    case "BeginHook":
      return rollout.hooksRun.includes(report.point) || !isLiveHook(rollout, report.point)
        ? accept()
        : accept<Bare>([{ type: "HookStarted", point: report.point }]);
    case "RecordHook":
      return recordHook(rollout, report);
    case "BeginOwnStep":
      return beginOwnStep(rollout, report, at);
    case "RecordOwnStep":
      return recordOwnStep(rollout, report);
    case "AskForGo":
      return askForGo(rollout, report, at);
    case "ExpireWait":
      return expireWait(rollout, report, rules.pauses, at);
    case "RecordSmoke":
      return recordSmoke(rollout, report);
    case "RecordVerdict":
      return recordVerdict(rollout, report);
    case "CompleteStep":
      return phase === "progressing" && report.step === rollout.step && mayMove(rules, rollout, at) && !isLast(rollout)
        ? accept<Bare>([{ type: "StepCompleted", step: rollout.step }])
        : accept();
    case "ConfirmVersions":
      return confirmVersions(rules, rollout, report, at);
    case "ReportFailure":
      return rollout.freed || rollout.failures[report.effect] === report.reason
        ? accept()
        : accept<Bare>([{ ...report, type: "EffectFailed" }]);
    case "FailStep":
      return phase === "progressing" && report.step === rollout.step && !isConfirmed(rollout) && isLate(rollout, at)
        ? failStep(rollout)
        : accept();
    case "EscalateRollback":
      return rollback !== null && phase === "rolling-back" && rollback.escalatedAt === null
        ? accept<Bare>([
            {
              type: "RollbackEscalated",
              reason: report.reason ?? rollout.failure ?? "the rollback did not end in time",
            },
          ])
        : accept();
    case "PassPointOfNoReturn":
      return phase === "progressing" && rollout.escalatedAt === null
        ? accept<Bare>([{ type: "RolloutEscalated", reason: pastReturn(report.at) }])
        : accept();
    case "ConfirmRemoved":
      return phase === "rolling-back" && rollback?.smoke != null
        ? accept<Bare>([{ type: "CandidateRemoved" }, { type: "RolloutRolledBack" }])
        : accept();
    case "ConfirmRetired":
      return phase === "promoted" ? accept<Bare>([{ type: "BaselineRetired" }]) : accept();
    case "ConfirmFreed":
      return (phase === "closed" || phase === "rolled-back") && !rollout.freed
        ? accept<Bare>([{ type: "EnvironmentFreed" }])
        : accept();
  }
};

const started = ({ baseline, hold, running = 0 }: Extract<RolloutReport, { type: "ConfirmHold" }>): Bare => ({
  type: "RolloutStarted",
  baseline,
  hold,
  running,
});

/**
 * It stays where it stands. One place is no place to stay: where users get the maintenance answer, until the freeze is
 * over. To go on would be an advance, so it goes back, which is always allowed.
 */
const freeze = (rollout: Rollout, reason: string): Answer => {
  const { phase, frozen, closedAt } = rollout;
  const mayBeFrozen = phase === "waiting" || phase === "progressing" || phase === "promoted";
  if (!mayBeFrozen || frozen?.reason === reason) return accept();
  const frozenNow: Bare = { type: "RolloutFrozen", reason };
  return phase === "progressing" && closedAt !== null
    ? accept<Bare>([
        frozenNow,
        rollBack(rollout, "headgate", `nothing may advance, and users are shut out: ${reason}`, "high"),
      ])
    : accept<Bare>([frozenNow]);
};

const pastReturn = (at: Instant): string =>
  `it is not promoted by ${utc(at)}; a rollback from now on ends after the booked window`;

const isLast = (rollout: Rollout): boolean => rollout.step === rollout.steps.length - 1;
const isConfirmed = (rollout: Rollout): boolean => rollout.ready && rollout.smoked && rollout.weightAt !== null;
const mayMove = ({ interval }: RolloutRules, rollout: Rollout, at: Instant): boolean =>
  !isHeldUp(rollout) && closedGates(rollout, at).length === 0 && !isVerdictOld(rollout, interval, at);

const recordData = (rollout: Rollout, report: Extract<RolloutReport, { type: "RecordData" }>): Answer => {
  const asked = report.phase === "before" ? rollout.dataBefore : (rollout.rollback?.dataAfter ?? "late");
  // An empty answer is one too; kept as "" it would be asked for again for ever.
  const answer = report.answer === "" ? "(an empty answer)" : report.answer;
  return asked === "" ? accept<Bare>([{ type: "DataRead", phase: report.phase, answer }]) : accept();
};

/** All the way back, or to the step before, where a person decides; a third such return would only be flapping (T13). */
const failStep = (rollout: Rollout): Answer => {
  const reason = `step ${rollout.step + 1} was not ready in time: ${rollout.failure ?? "no answer"}`;
  const isHopeless = rollout.step === 0 || rollout.reverting || rollout.reverts >= revertLimit;
  if (currentStep(rollout).late === "roll back" || isHopeless) return accept([rollBackAtOnce(rollout, reason)]);
  return accept<Bare>([
    { type: "StepReverted", step: rollout.step, reason },
    { type: "RolloutPaused", by: "headgate", reason },
  ]);
};

const isLiveHook = ({ phase, hooks }: Rollout, point: Rollout["hooksRun"][number]): boolean =>
  hooks.some((hook) => hook.point === point) &&
  phase ===
    ({ "before-traffic": "progressing", "after-promote": "promoted", "on-rollback": "rolling-back" } as const)[point];

/**
 * A hook that fails before the candidate's traffic ends the attempt. One after promotion is for people: users are well
 * served. One on the way back must work, for only it restores; it is tried again, and the deadline escalates.
 */
const recordHook = (rollout: Rollout, report: Extract<RolloutReport, { type: "RecordHook" }>): Answer => {
  const { point, exit, output } = report;
  const isAsked = rollout.hooksRun.includes(point) && !rollout.hooksPassed.includes(point);
  if (!isAsked || rollout.hooksFailed.includes(point) || !isLiveHook(rollout, point)) return accept();
  if (exit === 0) return accept<Bare>([{ type: "HookPassed", point, output }]);
  const reason = `the hook ${point} ended with ${exit}: ${output.trim().slice(-500) || "it said nothing"}`;
  switch (point) {
    case "before-traffic":
      return accept<Bare>([{ type: "HookFailed", point, reason }, rollBackAtOnce(rollout, reason)]);
    case "after-promote":
      return accept<Bare>([{ type: "HookFailed", point, reason }]);
    case "on-rollback":
      return rollout.failures["run-hook"] === reason
        ? accept()
        : accept<Bare>([{ type: "EffectFailed", effect: "run-hook", reason }]);
  }
};

const recordSmoke = (
  rollout: Rollout,
  { target, checks, problems }: Extract<RolloutReport, { type: "RecordSmoke" }>,
): Answer => {
  const passed = problems.length === 0 && checks > 0;
  const fact: Bare = passed
    ? { type: "SmokePassed", target, checks }
    : { type: "SmokeFailed", target, problems: problems.length > 0 ? problems : ["no smoke test is declared"] };
  if (rollout.phase === "progressing" && target === "candidate" && !rollout.smoked)
    return passed
      ? accept([fact])
      : accept([fact, rollBackAtOnce(rollout, `smoke failed before any traffic: ${problems.join("; ")}`)]);
  // Users are back on the known-good build either way; a smoke that fails there is said loudly, not hidden.
  const isWayBack = target === "router" && rollout.phase === "rolling-back";
  if (isWayBack && rollout.rollback?.zeroAt != null && rollout.rollback.smoke === null)
    return accept(
      passed
        ? [fact]
        : [fact, { type: "RollbackEscalated", reason: `smoke fails on the baseline too: ${problems.join("; ")}` }],
    );
  return accept();
};

const recordVerdict = (rollout: Rollout, report: Extract<RolloutReport, { type: "RecordVerdict" }>): Answer => {
  const { step, window, verdict, candidateReady, answers } = report;
  const watching = rollout.phase === "promoted" || (rollout.phase === "progressing" && isExposed(rollout));
  if (!watching || step !== rollout.step || window.to <= (rollout.lastWindowAt ?? 0)) return accept();
  const events: Bare[] = [{ type: "VerdictRecorded", step, window, verdict, candidateReady }];
  const wanted = capacityWanted(rollout);
  if (verdict.outcome === "fail") return accept([...events, rollBackAtOnce(rollout, verdict.reason)]);
  if (candidateReady < wanted) {
    const health = `${candidateReady} of ${wanted} ready (${answers})`;
    if (rollout.unhealthy + 1 >= unhealthyLimit)
      return accept([...events, rollBackAtOnce(rollout, `health failed ${unhealthyLimit} times in a row: ${health}`)]);
    events.push({ type: "InstancesLost", ready: candidateReady, wanted, answers });
  }
  const breach = rollout.phase === "progressing" ? breachOf(rollout, window) : null;
  if (breach?.onBreach === "roll back") return accept([...events, rollBackAtOnce(rollout, breach.reason)]);
  if (breach !== null && rollout.paused === null)
    return accept<Bare>([...events, { type: "RolloutPaused", by: "headgate", reason: breach.reason }]);
  const asksForPeople = verdict.outcome === "error" || verdict.pauses === true;
  if (asksForPeople && rollout.paused === null && rollout.phase === "progressing")
    events.push({ type: "RolloutPaused", by: "headgate", reason: verdict.reason });
  return accept(events);
};

const confirmVersions = (
  rules: RolloutRules,
  rollout: Rollout,
  { instances, strangers }: Extract<RolloutReport, { type: "ConfirmVersions" }>,
  at: Instant,
): Answer => {
  if (rollout.phase !== "progressing" || !isLast(rollout) || !mayMove(rules, rollout, at)) return accept();
  const wanted = currentStep(rollout).candidate;
  if (strangers.length > 0 || instances < wanted) {
    const reason = `the running version is not the candidate's on every instance: ${instances} of ${wanted} are; ${strangers.join(", ")}`;
    return rollout.failures["read-versions"] === reason
      ? accept()
      : accept<Bare>([{ type: "EffectFailed", effect: "read-versions", reason }]);
  }
  const completed: Bare = { type: "StepCompleted", step: rollout.step };
  return rollout.purpose === "drill"
    ? accept<Bare>([
        completed,
        rollBack(rollout, "headgate", "the drill reached full traffic; now the way back is timed", "drill"),
      ])
    : accept<Bare>([completed, { type: "RolloutPromoted", instances, keepUntil: plus(at, rules.rollbackWindow) }]);
};
