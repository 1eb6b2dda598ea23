import { judge } from "../process/judge.ts";
import { isMet } from "../process/judgement.ts";
import type { Process } from "../process/process.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import { plus } from "../units.ts";
import type { Command } from "./commands.ts";
import type { ReleaseEvent } from "./events.ts";
import { brokenFor } from "./exceptions.ts";
import type { Release } from "./release.ts";
import { reviewersOf } from "./reviewers.ts";
import { rightTo } from "./stand-in.ts";

/**
 * One person opens one requirement at once, for this build, and a review by somebody else falls due (R202). What may
 * never be waived stays shut, and so does everything where nobody could review the act (T54).
 */
export const decideBreakGlass = (
  process: Process,
  release: Release,
  { requirement: id, reason, by, at }: Extract<Command, { type: "BreakGlass" }>,
): Decision<ReleaseEvent> => {
  const requirement = process.requirements.find((one) => one.id === id);
  if (requirement === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement: id });
  const rules = process.breakGlass;
  if (rules === undefined || !requirement.waivable || requirement.breakGlass === false)
    return refuse("NOT_BREAKABLE", { requirement: id, why: requirement.why });
  if (reason.trim() === "") return refuse("REASON_MISSING", { act: "break-glass" });
  const roles = process.roles.map((role) => role.id);
  if (rightTo(release.plan.people, by.id, roles) === null)
    return refuse("ROLE_MISSING", { person: by.id, role: "any", act: `break-glass of ${id}` });
  if (reviewersOf(process, release, { by: by.id }).length === 0)
    return refuse("NO_REVIEWER", { person: by.id, roles: rules.reviewers.join(" or ") });
  const before = brokenFor(release, id);
  if (before !== undefined) return accept<ReleaseEvent>([], `${before.by} opened ${id} by break-glass already`);
  const { state, reason: why } = judge(process, release, requirement, at);
  if (isMet(state)) return accept<ReleaseEvent>([], `${id} is ${state} (${why}); nothing was broken`);
  const reviewBy = plus(at, rules.reviewWithin);
  return accept<ReleaseEvent>([{ type: "GlassBroken", at, requirement: id, by: by.id, reason, reviewBy }]);
};
