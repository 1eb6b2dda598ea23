import { z } from "zod";
import type { Process } from "../domain/process/process.ts";
import type { Complaint } from "./complaint.ts";
import { meant } from "./nearest.ts";
import type { Sound } from "./sound.ts";
import { strict, text } from "./values.ts";

const target = strict({
  target: z.number().describe("The new target, in the metric's own unit."),
  reason: text.describe("Why this service needs another target; it stands in every report."),
});

export const targets = z.record(z.string(), target).default({}).describe("Changed targets of the process's metrics.");

export const targetRules = (
  given: Sound<z.input<typeof targets>> | undefined,
  { metrics }: Process,
): readonly Complaint[] => {
  const ids = metrics.map(({ id }) => id);
  return Object.keys(given ?? {})
    .filter((id) => !ids.includes(id))
    .map((id) => ({ path: ["targets", id], what: "the process has no such metric", fix: meant(id, ids, "metrics") }));
};
