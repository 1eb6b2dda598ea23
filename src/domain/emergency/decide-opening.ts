import type { Process } from "../process/process.ts";
import { type Refused, refuse } from "../refusal.ts";
import { longestText, tooMuch } from "../release/bounds.ts";
import type { Actor } from "../release/commands.ts";
import type { Plan } from "../release/plan.ts";
import { emergencyReviewers } from "./emergency.ts";

/** Why this release may not be opened as the emergency that it says it is; null when it may, or is none (R202). */
export const whyNoEmergency = (process: Process, { emergency, ...plan }: Plan, by: Actor): Refused | null => {
  if (emergency === undefined) return null;
  if (by.kind !== "human") return refuse("AGENT_FORBIDDEN", { person: by.id, act: "opening an emergency" });
  if (process.emergency === undefined) return refuse("NO_EMERGENCY", { process: process.name });
  if (emergency.reason.trim() === "") return refuse("REASON_MISSING", { act: "an emergency" });
  if (emergency.reason.length > longestText)
    return tooMuch("the reason", emergency.reason.length, "characters", longestText);
  if (emergency.by !== by.id) return refuse("UNKNOWN_PERSON", { person: emergency.by });
  return emergencyReviewers(process, plan, by.id).length > 0
    ? null
    : refuse("NO_REVIEWER", { person: by.id, roles: process.emergency.reviewers.join(" or ") });
};
