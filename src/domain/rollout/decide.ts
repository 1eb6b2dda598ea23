import { accept, type Decision, refuse } from "../refusal.ts";
import type { Instant, Millis } from "../units.ts";
import { plus } from "../units.ts";
import type { RolloutOrder, RolloutReport } from "./commands.ts";
import type { RolloutEvent } from "./events.ts";
import { closedGates, isLate, isVerdictOld, unhealthyLimit } from "./gates.ts";
import { capacityWanted, currentStep, desiredWeight, isReversible, type Rollback, type Rollout } from "./rollout.ts";

/** What of the process and the plan bears on a rollout. */
export type RolloutRules = {
  readonly rollbackWindow: Millis;
  /** Length of a window of counts. */
  readonly interval: Millis;
};

type Bare = RolloutEvent extends infer E ? (E extends RolloutEvent ? Omit<E, "rollout" | "at"> : never) : never;
type Answer = Decision<Bare>;

const stamp = (rollout: Rollout, at: Instant, answer: Answer): Decision<RolloutEvent> =>
  answer.ok
    ? { ...answer, events: answer.events.map((event) => ({ ...event, rollout: rollout.id, at }) as RolloutEvent) }
    : answer;

const rollBack = (by: string, reason: string, severity: Rollback["severity"]): Bare => ({
  type: "RollbackStarted",
  by,
  reason,
  severity,
});

/** Facts that the conductor reports. Whatever does not fit the present state is an echo of a past one: nothing happens. */
export const decideReport = (
  rules: RolloutRules,
  rollout: Rollout,
  report: RolloutReport,
  at: Instant,
): Decision<RolloutEvent> => stamp(rollout, at, report_(rules, rollout, report, at));

const report_ = (rules: RolloutRules, rollout: Rollout, report: RolloutReport, at: Instant): Answer => {
  const { phase, rollback } = rollout;
  switch (report.type) {
    case "ConfirmHold":
      return phase === "waiting"
        ? accept<Bare>([{ type: "RolloutStarted", baseline: report.baseline, hold: report.hold }])
        : accept();
    case "RecordData": {
      const asked = report.phase === "before" ? rollout.dataBefore : (rollback?.dataAfter ?? "late");
      // An empty answer is one too; kept as "" it would be asked for again for ever.
      const answer = report.answer === "" ? "(an empty answer)" : report.answer;
      return asked === "" ? accept<Bare>([{ type: "DataRead", phase: report.phase, answer }]) : accept();
    }
    case "ConfirmReady":
      return confirmReady(rollout, report);
    case "RecordSmoke":
      return recordSmoke(rollout, report);
    case "ConfirmWeight":
      return confirmWeight(rollout, report.weight);
    case "RecordVerdict":
      return recordVerdict(rollout, report);
    case "CompleteStep":
      return phase === "progressing" && report.step === rollout.step && mayMove(rules, rollout, at) && !isLast(rollout)
        ? accept<Bare>([{ type: "StepCompleted", step: rollout.step }])
        : accept();
    case "ConfirmVersions":
      return confirmVersions(rules, rollout, report, at);
    case "ReportFailure":
      return rollout.freed || rollout.failure === report.reason
        ? accept()
        : accept<Bare>([{ ...report, type: "EffectFailed" }]);
    case "FailStep":
      return phase === "progressing" && report.step === rollout.step && !isConfirmed(rollout) && isLate(rollout, at)
        ? accept<Bare>([
            rollBack(
              "headgate",
              `step ${rollout.step + 1} was not ready in time: ${rollout.failure ?? "no answer"}`,
              "critical",
            ),
          ])
        : accept();
    case "EscalateRollback":
      return rollback !== null && phase === "rolling-back" && rollback.escalatedAt === null
        ? accept<Bare>([{ type: "RollbackEscalated", reason: rollout.failure ?? "the rollback did not end in time" }])
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

const isLast = (rollout: Rollout): boolean => rollout.step === rollout.steps.length - 1;
const isConfirmed = (rollout: Rollout): boolean => rollout.ready && rollout.smoked && rollout.weightAt !== null;
const mayMove = ({ interval }: RolloutRules, rollout: Rollout, at: Instant): boolean =>
  rollout.paused === null && closedGates(rollout, at).length === 0 && !isVerdictOld(rollout, interval, at);

const confirmReady = (
  rollout: Rollout,
  { side, step, instances }: Extract<RolloutReport, { type: "ConfirmReady" }>,
): Answer => {
  const { phase, rollback } = rollout;
  if (side === "baseline")
    return step === null && phase === "rolling-back" && rollback?.restored === false
      ? accept<Bare>([{ type: "BaselineRestored", instances }])
      : accept();
  return (phase === "progressing" || phase === "promoted") && step === rollout.step && !rollout.ready
    ? accept<Bare>([{ type: "CandidateReady", step, instances }])
    : accept();
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
      : accept([fact, rollBack("headgate", `smoke failed before any traffic: ${problems.join("; ")}`, "critical")]);
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

const confirmWeight = (rollout: Rollout, weight: number): Answer => {
  if (weight !== desiredWeight(rollout)) return accept();
  if (rollout.phase === "rolling-back")
    return rollout.rollback?.restored === true && rollout.rollback.zeroAt === null
      ? accept<Bare>([{ type: "TrafficReturned" }])
      : accept();
  return rollout.phase === "progressing" && rollout.ready && rollout.smoked && rollout.weightAt === null
    ? accept<Bare>([{ type: "WeightConfirmed", step: rollout.step, weight: desiredWeight(rollout) }])
    : accept();
};

const recordVerdict = (rollout: Rollout, report: Extract<RolloutReport, { type: "RecordVerdict" }>): Answer => {
  const { step, window, verdict, candidateReady, answers } = report;
  const watching = rollout.phase === "promoted" || (rollout.phase === "progressing" && rollout.weight > 0);
  if (!watching || step !== rollout.step || window.to <= (rollout.lastWindowAt ?? 0)) return accept();
  const events: Bare[] = [{ type: "VerdictRecorded", step, window, verdict, candidateReady }];
  const wanted = capacityWanted(rollout);
  if (verdict.outcome === "fail") return accept([...events, rollBack("headgate", verdict.reason, "critical")]);
  if (candidateReady < wanted) {
    if (rollout.unhealthy + 1 >= unhealthyLimit)
      return accept([
        ...events,
        rollBack(
          "headgate",
          `health failed ${unhealthyLimit} times in a row: ${candidateReady} of ${wanted} ready (${answers})`,
          "critical",
        ),
      ]);
    events.push({ type: "InstancesLost", ready: candidateReady, wanted, answers });
  }
  if (verdict.outcome === "error" && rollout.paused === null && rollout.phase === "progressing")
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
    return rollout.failure === reason
      ? accept()
      : accept<Bare>([{ type: "EffectFailed", effect: "read-versions", reason }]);
  }
  const completed: Bare = { type: "StepCompleted", step: rollout.step };
  return rollout.purpose === "drill"
    ? accept<Bare>([
        completed,
        rollBack("headgate", "the drill reached full traffic; now the way back is timed", "drill"),
      ])
    : accept<Bare>([completed, { type: "RolloutPromoted", instances, keepUntil: plus(at, rules.rollbackWindow) }]);
};

/** What people ask. The caller has checked that they may. */
export const decideOrder = (rollout: Rollout, order: RolloutOrder, by: string, at: Instant): Decision<RolloutEvent> =>
  stamp(rollout, at, order_(rollout, order, by, at));

const order_ = (rollout: Rollout, order: RolloutOrder, by: string, at: Instant): Answer => {
  const { phase, id } = rollout;
  if (order.type === "RollBack") return decideRollBack(rollout, order, by);
  if (phase === "rolling-back") return refuse("ROLLING_BACK", { rollout: id });
  if (phase !== "progressing") return refuse("NO_ROLLOUT", { phase });
  switch (order.type) {
    case "Promote": {
      if (order.step !== rollout.step) return refuse("STEP_OVER", { asked: order.step + 1, now: rollout.step + 1 });
      if (rollout.paused !== null)
        return refuse("STEP_NOT_READY", { step: rollout.step + 1, closed: `paused: ${rollout.paused.reason}` });
      const closed = closedGates(rollout, at).filter((gate) => !gate.startsWith("approval"));
      if (closed.length > 0) return refuse("STEP_NOT_READY", { step: rollout.step + 1, closed: closed.join("; ") });
      return rollout.approved
        ? accept<Bare>([], "the go for this step was given already")
        : accept<Bare>([{ type: "StepApproved", step: rollout.step, by }]);
    }
    case "Pause":
      return rollout.paused === null
        ? accept<Bare>([{ type: "RolloutPaused", by, reason: order.reason }])
        : accept<Bare>([], `paused already: ${rollout.paused.reason}`);
    case "Resume":
      return rollout.paused === null ? refuse("NOT_PAUSED", {}) : accept<Bare>([{ type: "RolloutResumed", by }]);
  }
};

const decideRollBack = (rollout: Rollout, order: Extract<RolloutOrder, { type: "RollBack" }>, by: string): Answer => {
  if (rollout.phase === "rolling-back") return accept<Bare>([], "a rollback is in progress already");
  if (!isReversible(rollout)) return accept<Bare>([], `nothing to roll back: ${rollout.id} is ${rollout.phase}`);
  const started = rollBack(by, order.reason, order.severity);
  // Nothing was touched while it waited for the environment: it ends at once.
  return rollout.phase === "waiting" ? accept<Bare>([started, { type: "RolloutRolledBack" }]) : accept<Bare>([started]);
};
