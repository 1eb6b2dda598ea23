import { type Instant, type Millis, millis } from "../units.ts";
import type { OwnStepEvent } from "./events.ts";
import { type OwnStepState, type OwnSteps, stopsRollout, workOf } from "./own-step.ts";

type Told = OwnStepEvent & { readonly at: Instant };
type Before = OwnSteps & { readonly executing: Millis };
type Changed = Pick<OwnSteps, "ownStates"> & { readonly stepSince?: Instant; readonly executing?: Millis };

/**
 * What a step came to. The clock of the rollout's step begins anew after it, for nothing else was done meanwhile; a
 * command's own time is work, the time of people is not (T29).
 */
export const evolveOwnStep = ({ own, ownStates, executing }: Before, event: Told): Changed => {
  const before = ownStates[event.own];
  const after = { ...ownStates, [event.own]: stateOf(before, event) };
  if (event.type === "OwnStepStarted" || event.type === "OwnStepUnanswered") return { ownStates: after };
  const step = own.find(({ number }) => number === event.own);
  const isWork = step?.by === "automated" && stopsRollout(step) && before !== undefined;
  return {
    ownStates: after,
    stepSince: event.at,
    executing: isWork ? millis(executing + workOf(before, event.at)) : executing,
  };
};

const stateOf = (before: OwnStepState | undefined, event: Told): OwnStepState => {
  const { at } = event;
  const known = before ?? begun(at, at);
  switch (event.type) {
    case "OwnStepStarted":
      return begun(at, event.until);
    case "OwnStepDone":
      return { ...known, state: "done", endedAt: at, by: event.by, exit: event.exit, output: event.output };
    case "OwnStepFailed":
      return { ...known, state: "failed", endedAt: at, by: event.by, exit: event.exit, output: event.output };
    case "OwnStepUnanswered":
      return { ...known, lateAt: at };
  }
};

const begun = (startedAt: Instant, until: Instant): OwnStepState => ({
  state: "running",
  startedAt,
  endedAt: null,
  by: "",
  exit: null,
  output: "",
  until,
  lateAt: null,
});
