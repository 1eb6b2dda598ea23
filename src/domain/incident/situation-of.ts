import type { Process } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import { ruleOf } from "./arm.ts";
import type { Situation } from "./decision-tree.ts";
import type { Trigger } from "./incident.ts";

export const situationOf = (process: Process, { plan }: Release, { severity }: Trigger): Situation => ({
  severity,
  isUrgent: ruleOf(process, severity)?.rollBackAfter !== undefined,
  fixes: (plan.plannedFixes ?? []).map(({ name }) => name),
});
