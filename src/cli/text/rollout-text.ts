import type { RolloutAnswer } from "../../api/status-answer.ts";
import { millis } from "../../domain/units.ts";
import { cut } from "./columns.ts";
import type { Layout, Paint } from "./paint.ts";
import { roughly, showMinute } from "./time.ts";

const barWidth = 20;

/** The candidate's share as a bar: `█████░░░░░░░░░░░░░░░` for 25 %. Something always shows as at least one block. */
export const weightBar = (weight: number): string => {
  const full = weight === 0 ? 0 : Math.max(1, Math.floor((weight * barWidth) / 100));
  return "█".repeat(full) + "░".repeat(barWidth - full);
};

/** A rollout on one line, for a line that is written again and again. Never longer than `width`. */
export const progressLine = (rollout: RolloutAnswer, width: number): string => {
  const { id, weight, step, steps, phase } = rollout;
  const name = id.slice(id.indexOf("/") + 1);
  const head = `${name}  ${weightBar(weight)} ${weight} %  step ${step} of ${steps}`;
  return cut(phase === "progressing" ? `${head}  ${whatNow(rollout)}` : `${head}  ${phaseWords(rollout)}`, width);
};

const whatNow = ({ paused, frozen, failure, closed, bakeLeft, verdict }: RolloutAnswer): string => {
  if (frozen !== null) return `nothing advances: ${frozen}`;
  if (paused !== null) return `paused by ${paused.by}: ${paused.reason}`;
  const bake = bakeLeft !== null && bakeLeft > 0 ? [`bake ${roughly(millis(bakeLeft))} left`] : [];
  const judged = verdict === null ? [] : [`${verdict.outcome}: ${verdict.reason}`];
  const rest = closed.filter((gate) => !gate.startsWith("bake") && !gate.startsWith("analysis"));
  return [...(failure === null ? [] : [`trying again: ${failure}`]), ...bake, ...rest, ...judged].join("  ");
};

const phaseWords = ({ phase, keepUntil, rollback, environment }: RolloutAnswer): string => {
  switch (phase) {
    case "waiting":
      return `waits until ${environment} is free`;
    case "progressing":
      return "in progress";
    case "rolling-back":
      return `rolling back: ${rollback?.reason ?? ""}`;
    case "promoted":
      return keepUntil === null ? "promoted" : `promoted; the way back is kept until ${showMinute(keepUntil)}`;
    case "rolled-back":
      return rollback?.severity === "drill"
        ? "rehearsed and rolled back, as planned"
        : `rolled back: ${rollback?.reason ?? ""}`;
    case "closed":
      return "done; the old build is gone";
  }
};

export const isUnderWay = ({ phase }: RolloutAnswer): boolean =>
  phase === "waiting" || phase === "progressing" || phase === "rolling-back";

/** A rollout on its own lines, with what keeps it on its step and how to go back. */
export const rolloutText = (rollout: RolloutAnswer, { paint }: Layout): readonly string[] => {
  const { id, candidate, weight, step, steps, closed, paused, frozen, failure, verdict } = rollout;
  const name = id.slice(id.indexOf("/") + 1);
  const head = `${paint.strong(name)}  ${mood(rollout, paint)(phaseWords(rollout))}`;
  if (!isUnderWay(rollout)) return [head, ...(rollout.waits ?? []).flatMap((one) => waitLines(one, rollout, paint))];
  const release = id.slice(0, id.indexOf("/"));
  return [
    head,
    `  ${weightBar(weight)} ${weight} % of traffic on ${candidate}, step ${step} of ${steps}`,
    ...(paused === null
      ? []
      : [`  ${paint.doubt("paused")} by ${paused.by}: ${paused.reason}; headgate resume ${release} --as <person>`]),
    ...(rollout.waits ?? []).flatMap((one) => waitLines(one, rollout, paint)),
    ...(frozen === null ? [] : [`  ${paint.doubt("nothing advances")}: ${frozen}; headgate calendar`]),
    ...(failure === null ? [] : [`  ${paint.doubt("trying again")}: ${failure}`]),
    ...(closed.length === 0 ? [] : ["  stays on this step:", ...closed.map((gate) => `    ${gate}`)]),
    // A passing verdict closes nothing, so it was not said yet.
    ...(verdict?.outcome === "pass" ? [`  ${paint.good("analysis passes")}: ${verdict.reason}`] : []),
    ...(rollout.pointOfNoReturn === undefined
      ? []
      : [`  point of no return: a rollback has to begin by ${showMinute(rollout.pointOfNoReturn)}`]),
    `  back: headgate rollback ${release} ${rollout.environment} --reason TEXT --as <person>`,
  ];
};

type Wait = NonNullable<RolloutAnswer["waits"]>[number];

/** Who is waited for, until when, what happens then, and what can be typed. */
const waitLines = (one: Wait, { id, step }: RolloutAnswer, paint: Paint): readonly string[] => {
  const { role, until, otherwise, over } = one;
  const release = id.slice(0, id.indexOf("/"));
  const who = role === "" ? "whoever answers for it" : role;
  const when = over
    ? `since ${showMinute(until)} nobody answered (${otherwise})`
    : `until ${showMinute(until)}, then: ${otherwise}`;
  const act = {
    go: `headgate promote ${release} --step ${step} --as <person>`,
    pause: "",
    runbook: `headgate step ${release} ${one.step} --done --note TEXT --as <person>`,
  }[one.wait];
  const what =
    one.wait === "pause"
      ? " to end the pause"
      : one.wait === "runbook"
        ? ` for step ${one.step} of the runbook (${one.title})`
        : "";
  return [`  ${paint.doubt("waits")} for ${who}${what}, ${when}${act === "" ? "" : `; ${act}`}`];
};

const mood = ({ phase, rollback }: RolloutAnswer, paint: Paint): ((text: string) => string) => {
  if (phase === "rolling-back" || (phase === "rolled-back" && rollback?.severity !== "drill")) return paint.bad;
  return phase === "promoted" || phase === "closed" ? paint.good : paint.doubt;
};
