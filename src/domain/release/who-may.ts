import { type Refused, refuse } from "../refusal.ts";
import type { Actor, Command } from "./commands.ts";
import type { PersonRef } from "./plan.ts";
import type { Release } from "./release.ts";

/** Acts that only people decide: an agent may prepare them and never do them, on any surface (R206). */
const peopleOnly: ReadonlySet<Command["type"]> = new Set([
  "Approve",
  "Reject",
  "RequestWaiver",
  "GrantWaiver",
  "AcknowledgeAlert",
  "CloseTask",
  "FileRecord",
  "Reschedule",
  "Cancel",
  "ReplaceBuild",
  "Order",
]);

/** Acts that are the conductor's alone. */
const systemOnly: ReadonlySet<Command["type"]> = new Set(["Report", "RecordDelivery", "CloseRelease", "RecordSeal"]);

/** Why this actor may not give this command at all; null when the actor may. Roles and duties come after. */
export const whyNot = (release: Release, { type, by }: { type: Command["type"]; by: Actor }): Refused | null => {
  if (by.kind === "system") return null;
  const person = personOf(release, by.id);
  if (person === undefined || person.kind !== by.kind) return refuse("UNKNOWN_PERSON", { person: by.id });
  if (systemOnly.has(type)) return refuse("ROLE_MISSING", { person: by.id, role: "conductor", act: type });
  if (by.kind === "agent" && peopleOnly.has(type)) return refuse("AGENT_FORBIDDEN", { person: by.id, act: type });
  return null;
};

export const personOf = ({ plan }: Release, id: string): PersonRef | undefined =>
  plan.people.find((one) => one.id === id);

/** Is this person one of the authors of the build's commits, under whatever address (R200)? */
export const isAuthor = (release: Release, id: string): boolean => {
  const emails = personOf(release, id)?.emails ?? [];
  return release.build.authors.some((author) => emails.includes(author.toLowerCase()));
};
