import { analysisIdOf } from "../domain/failure/failure.ts";
import type { Field, Process } from "../domain/process/process.ts";
import type { RequirementStatus } from "../domain/process/status.ts";
import type { Release } from "../domain/release/release.ts";

/** The one question of a review: what whoever reviews says is theirs to word. */
const reviewed: Field = { name: "note", asks: "What did you look at, and what do you say to it?", required: true };

/** The questions that a person answers to file this: of a record, a review, or what a rollback teaches; else none. */
export const formOf = (
  process: Process,
  { failures }: Release,
  { id, kind }: Pick<RequirementStatus, "id" | "kind">,
): readonly Field[] => {
  if (kind === "review") return [reviewed];
  const requirement = process.requirements.find((one) => one.id === id);
  if (requirement?.kind === "record") return requirement.fields;
  const failure = failures.find((one) => analysisIdOf(one) === id);
  return process.stages.find((one) => one.id === failure?.stage)?.analysis?.fields ?? [];
};
