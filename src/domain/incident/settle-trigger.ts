import type { Process } from "../process/process.ts";
import { type Refused, refuse } from "../refusal.ts";
import type { Actor } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import type { Instant } from "../units.ts";
import { rolloutIn, ruleOf } from "./arm.ts";
import { deciderOf, whyNotDecider } from "./deciders.ts";
import { isOpen, type Settlement, type Trigger } from "./incident.ts";

type Ending = {
  readonly by: Actor;
  readonly at: Instant;
  readonly how: Extract<Settlement, "cleared" | "mended later">;
  readonly reason: string;
};

/** Why this trigger cannot end so, whoever says it; null when it can. */
export const whyNotSettled = (
  process: Process,
  release: Release,
  { id, severity, environment }: Trigger,
  how: Ending["how"],
): Refused | null => {
  const rollout = rolloutIn(release, environment);
  if (rollout?.phase === "rolling-back") return refuse("ROLLING_BACK", { rollout: rollout.id });
  const isUrgent = ruleOf(process, severity)?.rollBackAfter !== undefined && rollout !== undefined;
  return how === "mended later" && isUrgent
    ? refuse("NOT_LATER", { trigger: id, severity, release: release.id })
    : null;
};

export const settled = (process: Process, release: Release, { id }: Trigger, ending: Ending): ReleaseEvent => {
  const { by, at, how, reason } = ending;
  return { type: "TriggerSettled", at, trigger: id, how, reason, ...deciderOf(process, release, by) };
};

/**
 * The triggers that an issue armed end with it where whoever ends it might have settled them as well; else they stay
 * open, and whoever may decides about them. Nobody closes an issue to stop a clock.
 */
export const settledWith = (
  process: Process,
  release: Release,
  issue: string,
  ending: Ending,
): { readonly events: readonly ReleaseEvent[]; readonly note: string | null } => {
  const armed = release.triggers.filter((one) => one.issue === issue && isOpen(one));
  const mayEnd = (one: Trigger): boolean =>
    one.decision?.choice !== "roll-back" &&
    whyNotDecider(process, release, ending.by, `settling ${one.id}`) === null &&
    whyNotSettled(process, release, one, ending.how) === null;
  const left = armed.filter((one) => !mayEnd(one)).map(({ id }) => id);
  return {
    events: armed.filter(mayEnd).map((one) => settled(process, release, one, ending)),
    note: left.length === 0 ? null : `${left.join(", ")} stays open, for whoever decides about triggers`,
  };
};
