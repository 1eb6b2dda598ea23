import type { Process } from "../process/process.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import type { Command } from "./commands.ts";
import { decideFiling } from "./decide-filing.ts";
import { decideWaiver } from "./decide-waiver.ts";
import type { Draft, ReleaseEvent } from "./events.ts";
import type { Release } from "./release.ts";

type Proposing = Extract<Command, { type: "Propose" | "TakeUp" }>;

/** Anybody may draft; it becomes an act when a person takes it up, under that person's name and by the same rules (R206). */
export const decideProposal = (process: Process, release: Release, command: Proposing): Decision<ReleaseEvent> => {
  const { requirement: id, at, by } = command;
  if (command.type === "TakeUp") return takeUp(process, release, command);
  const requirement = process.requirements.find((one) => one.id === id);
  if (requirement === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement: id });
  const { note, draft } = command;
  if (note.trim() === "") return refuse("REASON_MISSING", { act: "a proposal" });
  if (draft.kind === "sign" && requirement.kind !== "approval")
    return refuse("WRONG_KIND", { requirement: id, kind: requirement.kind, wanted: "approval" });
  // What could not be done is not proposed either.
  const tried = draft.kind === "sign" ? accept<ReleaseEvent>() : perform(process, release, command, draft);
  return tried.ok
    ? accept<ReleaseEvent>([{ type: "ProposalMade", at, requirement: id, by: by.id, note, draft }])
    : tried;
};

const takeUp = (
  process: Process,
  release: Release,
  command: Extract<Proposing, { type: "TakeUp" }>,
): Decision<ReleaseEvent> => {
  const proposal = release.proposals[command.requirement];
  if (proposal === undefined) return refuse("NO_PROPOSAL", { requirement: command.requirement });
  if (proposal.draft.kind === "sign")
    return refuse("TO_BE_SIGNED", { requirement: command.requirement, release: release.id });
  return perform(process, release, command, proposal.draft);
};

const perform = (
  process: Process,
  release: Release,
  { requirement, at, by }: Proposing,
  draft: Exclude<Draft, { kind: "sign" }>,
): Decision<ReleaseEvent> => {
  if (draft.kind === "record") {
    const { fields, raw } = draft;
    return decideFiling(process, release, { type: "FileRecord", at, by, requirement, fields, raw });
  }
  const { reason, risk, control, expires } = draft;
  return decideWaiver(process, release, { type: "RequestWaiver", at, by, requirement, reason, risk, control, expires });
};
