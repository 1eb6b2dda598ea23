import { isMet } from "../domain/process/judgement.ts";
import type { ReleaseStatus } from "../domain/process/status.ts";
import { utcMinute } from "../domain/utc.ts";
import type { GateAnswer } from "./gate-answer.ts";
import { unknownName } from "./unknown-name.ts";

type Reasons = GateAnswer["blockedBy"];

/** @param gate  id of a stage, or `exit`. @throws AppError `USAGE` when there is no such stage */
export const toGateAnswer = (release: string, view: ReleaseStatus, gate: string): GateAnswer => {
  const blockedBy = gate === "exit" ? exitReasons(view) : stageReasons(view, gate);
  return { release, gate, open: blockedBy.length === 0, blockedBy };
};

const exitReasons = ({ exitGates }: ReleaseStatus): Reasons =>
  exitGates
    .filter(({ open }) => !open)
    .map(({ id, title, blockedBy }) => ({ id, reason: `not yet (${title}): ${blockedBy.join(", ")}` }));

const stageReasons = ({ stages, requirements }: ReleaseStatus, id: string): Reasons => {
  const stage = stages.find((one) => one.id === id);
  if (stage === undefined)
    throw unknownName(`There is no stage ${id}.`, id, [...stages.map((one) => one.id), "exit"], "stages");
  if (stage.state === "done") return [];
  const unmet = requirements
    .filter((one) => one.stage === id && !isMet(one.state))
    .map((one) => ({ id: one.id, reason: `${one.state}: ${one.reason}` }));
  if (unmet.length > 0) return unmet;
  // All of its own is met: the period, or else an earlier stage, keeps it shut.
  return stage.notBefore === null
    ? [{ id, reason: "an earlier stage's gate is closed" }]
    : [{ id, reason: `lasts until ${utcMinute(stage.notBefore)} at least` }];
};
