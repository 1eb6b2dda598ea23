import type { ValidationAnswer } from "../../../api/validation-answer.ts";
import { length } from "../../parts/time.ts";

/** Where the period is. */
export const periodSays = ({ begins, ends, wayBackUntil }: ValidationAnswer, now: number): string => {
  if (begins === null || ends === null) return "The period begins when production is up and its first checks pass.";
  const end = Date.parse(ends);
  const back = wayBackUntil === null ? "" : wayBackSays(Date.parse(wayBackUntil), now);
  return now < end ? `${length(end - now)} of the period are left.${back}` : `The period is over.${back}`;
};

const wayBackSays = (until: number, now: number): string =>
  now < until ? ` The way back is kept for ${length(until - now)} more.` : " The rollback window is over.";
