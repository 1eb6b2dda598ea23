import type { Process } from "../process/process.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import type { Command } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { armed, goBack, graded, isAtOnce, isForPeople, isHarmless, rolloutIn, toBringBack } from "./arm.ts";
import { deciderOf, whyNotDecider } from "./deciders.ts";
import { nextInTree } from "./decision-tree.ts";
import { dueOfTriggers } from "./due-triggers.ts";
import { isOpen, type SeverityId, type Trigger } from "./incident.ts";
import { isWorse } from "./is-worse.ts";
import { settled, whyNotSettled } from "./settle-trigger.ts";
import { situationOf } from "./situation-of.ts";
import { whyNowhere } from "./why-nowhere.ts";

type Of<Type extends Command["type"]> = Extract<Command, { type: Type }>;
type About = Of<"GradeTrigger" | "DecideTrigger" | "ApplyFix" | "SettleTrigger">;

const acts: Readonly<Record<About["type"], string>> = {
  GradeTrigger: "grading a trigger",
  DecideTrigger: "deciding about a trigger",
  ApplyFix: "a fix in place",
  SettleTrigger: "settling a trigger",
};

/** Signs of harm in production: who says so, how long they may last, and how they end. */
export const decideTrigger = (
  process: Process,
  release: Release,
  command: About | Of<"RaiseTrigger" | "KeepTriggers">,
): Decision<ReleaseEvent> => {
  if (command.type === "RaiseTrigger") return raise(process, release, command);
  if (command.type === "KeepTriggers") return accept(dueOfTriggers(process, release, command.at));
  const forbidden = whyNotDecider(process, release, command.by, acts[command.type]);
  if (forbidden !== null) return forbidden;
  const trigger = release.triggers.find(({ id }) => id === command.trigger);
  const known = release.triggers.map(({ id }) => id).join(", ") || "none";
  if (trigger === undefined) return refuse("TRIGGER_UNKNOWN", { trigger: command.trigger, known });
  if (!isOpen(trigger)) return accept<ReleaseEvent>([], `${trigger.id} is settled: ${trigger.settled?.how}`);
  switch (command.type) {
    case "GradeTrigger":
      return grade(process, release, trigger, command);
    case "DecideTrigger":
      return decideOn(process, release, trigger, command);
    case "ApplyFix":
      return applyFix(process, release, trigger, command);
    case "SettleTrigger":
      return settle(process, release, trigger, command);
  }
};

/** An agent may warn of what people decide about, and never of what is rolled back without them (R206). */
const raise = (process: Process, release: Release, command: Of<"RaiseTrigger">): Decision<ReleaseEvent> => {
  const { at, by, severity, source, says, environment, key } = command;
  if (says.trim() === "") return refuse("REASON_MISSING", { act: "a trigger" });
  if (by.kind === "agent" && isForPeople(process, severity))
    return refuse("AGENT_FORBIDDEN", { person: by.id, act: `raising a ${severity} trigger` });
  const unknown = whyNowhere(release, environment);
  if (unknown !== null) return unknown;
  const twin = release.triggers.find((one) => key !== "" && one.key === key && isOpen(one));
  if (twin !== undefined)
    return isWorse(severity, twin.severity)
      ? accept(graded(process, release, twin, { severity, reason: says, by: by.id, at }))
      : accept<ReleaseEvent>([], `it is known already, as ${twin.id} (${twin.severity})`);
  const raised = { severity, source, says, environment, issue: null, key, by: by.id };
  return accept(armed(process, release, raised, at), goneNote(process, release, severity, environment));
};

/** Said at once, so that nobody waits for a way back that is not there. */
const goneNote = (process: Process, release: Release, severity: SeverityId, environment: string): string | null =>
  isAtOnce(process, severity) && rolloutIn(release, environment) === undefined ? windowOver(environment) : null;

const windowOver = (environment: string): string =>
  `nothing of this release can be rolled back in ${environment}: the rollback window is over, or nothing was brought ` +
  "there. To return, open a new release of the old version; then settle this trigger.";

const grade = (
  process: Process,
  release: Release,
  trigger: Trigger,
  { at, by, severity, reason }: Of<"GradeTrigger">,
): Decision<ReleaseEvent> => {
  if (reason.trim() === "") return refuse("REASON_MISSING", { act: "a grade" });
  return severity === trigger.severity
    ? accept<ReleaseEvent>([], `${trigger.id} is ${severity} already`)
    : accept(graded(process, release, trigger, { severity, reason, at, ...deciderOf(process, release, by) }));
};

/** The answers decide; a rollback that they lead to begins in the same append. */
const decideOn = (
  process: Process,
  release: Release,
  trigger: Trigger,
  { at, by, answers, reason }: Of<"DecideTrigger">,
): Decision<ReleaseEvent> => {
  const { id, severity, environment } = trigger;
  if (isHarmless(process, severity)) return refuse("TOO_LIGHT", { trigger: id, severity, release: release.id });
  if (reason.trim() === "") return refuse("REASON_MISSING", { act: "a decision" });
  const step = nextInTree(situationOf(process, release, trigger), answers);
  if (step.kind === "ask") {
    const { question } = step;
    const options = question.options.map(({ answer }) => answer).join(", ");
    return refuse("ANSWER_MISSING", { trigger: id, question: question.id, asks: question.asks, options });
  }
  const { choice } = step;
  const who = deciderOf(process, release, by);
  if (choice !== "roll-back")
    return accept<ReleaseEvent>([{ type: "TriggerDecided", at, trigger: id, choice, reason, answers, ...who }]);
  const rollout = toBringBack(release, environment);
  const events = goBack(rollout, { trigger: id, severity }, { ...who, reason, at, answers });
  return accept(events, rollout === undefined ? windowOver(environment) : null);
};

/** Nobody tries something out on users who are suffering already: what was planned, or a build that staging has seen. */
const applyFix = (
  process: Process,
  release: Release,
  { id, severity, environment }: Trigger,
  { at, by, fix }: Of<"ApplyFix">,
): Decision<ReleaseEvent> => {
  const { plannedFixes = [] } = release.plan;
  const planned = plannedFixes.find(({ name }) => name === fix);
  const known = plannedFixes.map(({ name }) => name).join(", ") || "none";
  if (planned === undefined) return refuse("FIX_NOT_PLANNED", { fix, known, release: release.id });
  const back = rolloutIn(release, environment);
  if (isAtOnce(process, severity) || back?.phase === "rolling-back")
    return refuse("ROLLING_BACK", { rollout: back?.id ?? "nothing of this release" });
  const { kind, name, verifiedBy } = planned;
  return accept<ReleaseEvent>([
    { type: "FixApplied", at, trigger: id, kind, name, ...deciderOf(process, release, by) },
    { type: "CheckRequested", at, requirement: verifiedBy, by: by.id },
  ]);
};

/** Harm that was none, or is gone; or one that a later release mends. What goes back by itself ends by going back. */
const settle = (
  process: Process,
  release: Release,
  trigger: Trigger,
  { at, by, how, reason }: Of<"SettleTrigger">,
): Decision<ReleaseEvent> => {
  if (reason.trim() === "") return refuse("REASON_MISSING", { act: "settling a trigger" });
  return (
    whyNotSettled(process, release, trigger, how) ??
    accept([settled(process, release, trigger, { by, at, how, reason })])
  );
};
