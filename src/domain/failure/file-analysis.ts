import type { Process } from "../process/process.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import type { Command } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { analysisIdOf } from "./failure.ts";

/** What a rollback taught, as a person of the release writes it down. It may be filed again, better (R130). */
export const fileAnalysis = (
  process: Process,
  release: Release,
  { requirement, fields, raw, by, at }: Extract<Command, { type: "FileRecord" }>,
): Decision<ReleaseEvent> => {
  const failure = release.failures.find((one) => one.owes.includes("analysis") && analysisIdOf(one) === requirement);
  if (failure === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement });
  const form = process.stages.find(({ id }) => id === failure.stage)?.analysis?.fields ?? [];
  const missing = form.filter(({ name, required }) => required && (fields[name] ?? "").trim() === "");
  return missing.length > 0
    ? refuse("FIELDS_MISSING", { requirement, fields: missing.map(({ name }) => name).join(", ") })
    : accept<ReleaseEvent>([{ type: "RollbackAnalysed", at, failure: failure.id, by: by.id, raw, fields }]);
};
