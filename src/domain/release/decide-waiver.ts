import type { Process } from "../process/process.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import type { Command } from "./commands.ts";
import type { ReleaseEvent } from "./events.ts";
import type { Release } from "./release.ts";
import { inStead, rightTo } from "./stand-in.ts";
import { personOf } from "./who-may.ts";

/** Asked for by one person, granted by another who answers for the requirement; some things are never waived (R52). */
export const decideWaiver = (
  process: Process,
  release: Release,
  command: Extract<Command, { type: "RequestWaiver" | "GrantWaiver" }>,
): Decision<ReleaseEvent> => {
  const requirement = process.requirements.find(({ id }) => id === command.requirement);
  if (requirement === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement: command.requirement });
  const { id, owner, waivable, why } = requirement;
  if (!waivable) return refuse("NOT_WAIVABLE", { requirement: id, why });
  const { by, at } = command;
  if (command.type === "RequestWaiver") {
    const { reason, risk, control, expires } = command;
    const missing = Object.entries({ reason, risk, control }).filter(([, text]) => text.trim() === "");
    if (missing.length > 0)
      return refuse("FIELDS_MISSING", { requirement: id, fields: missing.map(([name]) => name).join(", ") });
    if (expires <= at) return refuse("WAIVER_EXPIRED", { requirement: id, expires: new Date(expires).toISOString() });
    return accept<ReleaseEvent>([
      { type: "WaiverRequested", at, requirement: id, by: by.id, reason, risk, control, expires },
    ]);
  }
  const waiver = release.waivers[id];
  if (waiver === undefined) return refuse("WAIVER_NOT_REQUESTED", { requirement: id });
  // A deputy of whoever asked would grant it in that same name.
  if (waiver.requestedBy === by.id || rightTo(release.plan.people, by.id, [owner])?.for === waiver.requestedBy)
    return refuse("WAIVER_OWN", { requirement: id, person: by.id });
  if (waiver.expires <= at)
    return refuse("WAIVER_EXPIRED", { requirement: id, expires: new Date(waiver.expires).toISOString() });
  const roles = personOf(release, by.id)?.roles ?? [];
  const right = rightTo(release.plan.people, by.id, [owner]);
  if (right === null && by.id !== release.plan.owner)
    return refuse("ROLE_MISSING", { person: by.id, role: owner, act: `a waiver of ${id}` });
  return waiver.grantedBy === null
    ? accept<ReleaseEvent>([
        {
          type: "WaiverGranted",
          at,
          requirement: id,
          by: by.id,
          role: right !== null ? owner : (roles[0] ?? owner),
          ...(right === null ? {} : inStead(right)),
        },
      ])
    : accept<ReleaseEvent>([], `${waiver.grantedBy} granted it already`);
};
