import { reactionOf } from "../domain/incident/reaction.ts";
import { restorations } from "../domain/incident/restored.ts";
import type { Known } from "./known.ts";
import type { TriggersAnswer } from "./triggers-answer.ts";

export const toTriggersAnswer = ({ process, release }: Pick<Known, "process" | "release">): TriggersAnswer => ({
  triggers: release.triggers.map((one) => ({ ...one, reactionMs: reactionOf(one) })),
  restored: restorations(process, release),
});
