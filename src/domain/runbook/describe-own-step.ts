import { utc } from "../utc.ts";
import type { OwnStepEvent } from "./events.ts";

/** One sentence on a service's own step of the runbook. */
export const describeOwnStep = (event: OwnStepEvent): string => {
  const step = `runbook step ${event.own}`;
  switch (event.type) {
    case "OwnStepStarted":
      return `${step} begun; it is waited for until ${utc(event.until)}`;
    case "OwnStepDone":
      return `${step} done by ${event.by}${ending(event)}`;
    case "OwnStepFailed":
      return `${step} failed, says ${event.by}${ending(event)}`;
    case "OwnStepUnanswered":
      return `${step}: ${event.role} did not say in time how it went; ${what[event.otherwise]}`;
  }
};

const what = {
  hold: "the rollout stays where it is",
  "roll back": "the rollout goes back",
  "go on": "the way back goes on",
} as const;

/** A longer output says nothing more to a reader; the whole one stays in the history. */
const ending = ({ exit, output }: { readonly exit: number | null; readonly output: string }): string => {
  const said = output.trim();
  const brief = said.length > 80 ? `${said.slice(0, 80)} …` : said;
  return `${exit === null ? "" : ` (exit ${exit})`}${brief === "" ? "" : `: ${brief}`}`;
};
