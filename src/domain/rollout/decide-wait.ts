import { accept } from "../refusal.ts";
import { type Instant, plus } from "../units.ts";
import { utc } from "../utc.ts";
import { type Answer, type Bare, rollBack } from "./answer.ts";
import type { RolloutReport } from "./commands.ts";
import { expiredWaits, type PersonWait, type Answer as Settled, shallAsk } from "./person-waits.ts";
import { currentStep, type Rollout } from "./rollout.ts";

type Report<Type extends RolloutReport["type"]> = Extract<RolloutReport, { type: Type }>;

/** From now on the go of people is waited for, and no longer than the step says. */
export const askForGo = (rollout: Rollout, { step }: Report<"AskForGo">, at: Instant): Answer => {
  const { answer, asks = "" } = currentStep(rollout);
  if (step !== rollout.step || answer === undefined || !shallAsk(rollout, at)) return accept();
  const until = plus(at, answer.within);
  return accept<Bare>([{ type: "GoAsked", step, role: asks, until, otherwise: answer.unanswered }]);
};

/** Nobody answered in time: what was settled beforehand is done, and it is never to go on. */
export const expireWait = (
  rollout: Rollout,
  { wait: kind }: Report<"ExpireWait">,
  pauses: Settled | undefined,
  at: Instant,
): Answer => {
  const wait = expiredWaits(rollout, pauses, at).find((one) => one.wait === kind);
  return wait === undefined ? accept() : accept<Bare>([toldOf(rollout, wait), ...consequence(rollout, wait)]);
};

const toldOf = ({ step }: Rollout, { wait, own, role, otherwise }: PersonWait): Bare =>
  wait === "runbook" || otherwise === "go on"
    ? { type: "OwnStepUnanswered", own: own?.number ?? 0, role, otherwise }
    : { type: "StepUnanswered", step, wait, role, otherwise };

const consequence = (rollout: Rollout, wait: PersonWait): readonly Bare[] => {
  const reason = reasonOf(rollout, wait);
  switch (wait.otherwise) {
    case "hold":
      return [{ type: "RolloutEscalated", reason, over: "wait" }];
    case "roll back":
      return [rollBack(rollout, "headgate", reason, "high")];
    case "go on":
      return rollout.rollback?.escalatedAt === null ? [{ type: "RollbackEscalated", reason }] : [];
  }
};

const reasonOf = ({ step, paused }: Rollout, { wait, own, role, until }: PersonWait): string => {
  const asked = role === "" ? "nobody" : `nobody (${role})`;
  const by = utc(until);
  switch (wait) {
    case "go":
      return `${asked} gave the go for step ${step + 1} by ${by}`;
    case "pause":
      return `${asked} ended the pause by ${by}: ${paused?.reason ?? ""}`;
    case "runbook":
      return `${asked} said by ${by} how step ${own?.number ?? 0} of the runbook went (${own?.title ?? ""})`;
  }
};
