import type { StatusAnswer } from "../../api/status-answer.ts";
import type { Outcome } from "../outcome.ts";
import { columns } from "./columns.ts";
import { showMinute } from "./time.ts";

/** The last words of a run: what it came to, and who has to act next. */
export const outcomeText = (outcome: Outcome, status: StatusAnswer): string =>
  [headline(outcome, status), ...watchText(status), ...nextText(status)].join("\n");

const headline = (outcome: Outcome, { release, phase, endReason, rollouts }: StatusAnswer): string => {
  switch (outcome) {
    case "closed":
      return `${release} is closed: everything is done.`;
    case "rolled-out":
      return "Done: the rollout went through as planned.";
    case "rolled-back": {
      const back = rollouts.findLast((one) => one.phase === "rolled-back" && one.rollback?.severity !== "drill");
      return `ROLLED BACK: ${back?.baseline ?? "the old build"} has all traffic again. ${back?.rollback?.reason ?? ""}`.trimEnd();
    }
    case "ended":
      return `${release} is ${phase}: ${endReason}`;
    case "waiting":
      return "A machine can do no more now.";
    case "stopped":
      return `Stopped. What was done stays done; go on with: headgate run ${release}`;
  }
};

/** Triggers act only while somebody looks. */
const watchText = ({ release, rollouts }: StatusAnswer): readonly string[] =>
  rollouts
    .filter(({ phase }) => phase === "promoted")
    .map(
      ({ environment, keepUntil }) =>
        `${environment} can go back until ${showMinute(keepUntil ?? "")}. Keep watch: headgate run ${release} --wait`,
    );

const nextText = ({ blockedBy, stages }: StatusAnswer): readonly string[] => {
  const waits = stages.filter(({ state, notBefore }) => state === "open" && notBefore !== null);
  return [
    ...waits.map(({ id, notBefore }) => `${id} lasts until ${showMinute(notBefore ?? "")} at least.`),
    ...(blockedBy.length === 0 ? [] : ["Next:"]),
    ...columns(blockedBy.map(({ id, who, owner, act }) => [id, who.join(", ") || `nobody (${owner})`, act])).map(
      (line) => `  ${line}`,
    ),
  ];
};
