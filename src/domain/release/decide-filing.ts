import { emergencyReviewers, reviewId } from "../emergency/emergency.ts";
import { fileAnalysis } from "../failure/file-analysis.ts";
import { whyLocked } from "../failure/why-locked.ts";
import { isTooLateFor } from "../process/dates.ts";
import type { Process } from "../process/process.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import type { Command } from "./commands.ts";
import type { ReleaseEvent } from "./events.ts";
import { issuesIn, whyOtherBuild, whyTooManyIssues } from "./record-holds.ts";
import type { Release } from "./release.ts";
import { reviewersOf, reviewIdOf } from "./reviewers.ts";

type Filing = Extract<
  Command,
  { type: "FileRecord" | "FileDocument" | "RecordDelivery" | "RequestCheck" | "CloseTask" }
>;

/** Forms, documents, deliveries and tasks: kept as they came; what they are worth is judged by the process. */
export const decideFiling = (process: Process, release: Release, command: Filing): Decision<ReleaseEvent> => {
  const { at, by } = command;
  if (command.type === "CloseTask") return closeTask(release, command);
  if (command.type === "FileRecord" && command.requirement.startsWith("review."))
    return fileReview(process, release, command);
  if (command.type === "FileRecord" && command.requirement.startsWith("analysis."))
    return fileAnalysis(process, release, command);
  const requirement = process.requirements.find(({ id }) => id === command.requirement);
  if (requirement === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement: command.requirement });
  const { id, kind } = requirement;
  const wrong = (wanted: string) => refuse("WRONG_KIND", { requirement: id, kind, wanted });
  switch (command.type) {
    case "FileRecord": {
      if (requirement.kind !== "record") return wrong("record");
      const { fields, raw } = command;
      const missing = requirement.fields.filter(({ name, required }) => required && (fields[name] ?? "").trim() === "");
      if (missing.length > 0)
        return refuse("FIELDS_MISSING", { requirement: id, fields: missing.map(({ name }) => name).join(", ") });
      const issues = issuesIn(process, release, requirement, fields, { by: by.id, at });
      return (
        whyOtherBuild(requirement, fields, release) ??
        whyTooManyIssues(requirement, fields) ??
        accept<ReleaseEvent>([{ type: "RecordFiled", at, requirement: id, by: by.id, fields, raw }, ...issues])
      );
    }
    case "FileDocument":
      return kind === "document" ? fileDocument(command) : wrong("document");
    case "RecordDelivery": {
      if (kind !== "message") return wrong("message");
      const { to, detail, delivered } = command;
      if (release.deliveries[id]?.[to]?.delivered === true) return accept();
      return accept<ReleaseEvent>([
        { type: delivered ? "MessageDelivered" : "MessageBounced", at, requirement: id, to, detail },
      ]);
    }
    case "RequestCheck":
      if (requirement.kind === "check" && isTooLateFor(process, release, requirement))
        return refuse("TOO_LATE_TO_ASK", { requirement: id, stage: requirement.until ?? "" });
      return kind === "check" || kind === "message"
        ? (whyLocked(process, release, requirement.stage, `asking ${id}`) ??
            accept<ReleaseEvent>([{ type: "CheckRequested", at, requirement: id, by: by.id }]))
        : wrong("check");
  }
};

/** Whoever files it can mend it at once. What Headgate wrote is kept, and fails: a person has to file a better one. */
const fileDocument = ({
  requirement,
  document,
  madeFrom,
  lacks = [],
  by,
  at,
}: Extract<Filing, { type: "FileDocument" }>): Decision<ReleaseEvent> => {
  const written = { type: "DocumentWritten", at, requirement, document, by: by.id, madeFrom } as const;
  if (lacks.length === 0) return accept<ReleaseEvent>([written]);
  return by.kind === "system"
    ? accept<ReleaseEvent>([{ ...written, lacks }])
    : refuse("DOCUMENT_LACKS", { requirement, problems: lacks.join("; ") });
};

const closeTask = (
  release: Release,
  { task: id, note, by, at }: Extract<Filing, { type: "CloseTask" }>,
): Decision<ReleaseEvent> => {
  const task = release.tasks.find((one) => one.id === id);
  if (task === undefined)
    return refuse("TASK_UNKNOWN", { task: id, tasks: release.tasks.map((one) => one.id).join(", ") || "none" });
  if (note.trim() === "") return refuse("REASON_MISSING", { act: "closing a task" });
  return task.closedBy === null
    ? accept<ReleaseEvent>([{ type: "TaskClosed", at, task: id, by: by.id, note }])
    : accept<ReleaseEvent>([], `${task.closedBy} closed it already`);
};

/** Only the named reviewer's word counts, for what a small team could not separate and for an emergency. */
const fileReview = (
  process: Process,
  release: Release,
  { requirement, fields, raw, by, at }: Extract<Filing, { type: "FileRecord" }>,
): Decision<ReleaseEvent> => {
  if (Object.values(fields).every((answer) => answer.trim() === ""))
    return refuse("FIELDS_MISSING", { requirement, fields: "note" });
  const { emergency } = release.plan;
  if (requirement === reviewId && emergency !== undefined) {
    const reviewers = emergencyReviewers(process, release.plan, emergency.by).map(({ id }) => id);
    return reviewers.includes(by.id)
      ? accept<ReleaseEvent>([{ type: "RecordFiled", at, requirement, by: by.id, fields, raw }])
      : refuse("ROLE_MISSING", { person: by.id, role: `reviewer ${reviewers.join(" or ")}`, act: requirement });
  }
  const glass = release.broken.find((_, i) => reviewIdOf(i) === requirement);
  if (glass !== undefined) {
    const reviewers = reviewersOf(process, release, glass).map(({ id }) => id);
    return reviewers.includes(by.id)
      ? accept<ReleaseEvent>([{ type: "RecordFiled", at, requirement, by: by.id, fields, raw }])
      : refuse("ROLE_MISSING", { person: by.id, role: `reviewer ${reviewers.join(" or ")}`, act: requirement });
  }
  const conflict = release.approvals[requirement.slice("review.".length)]?.conflict;
  if (conflict == null) return refuse("UNKNOWN_REQUIREMENT", { requirement });
  return conflict.reviewer === by.id
    ? accept<ReleaseEvent>([{ type: "RecordFiled", at, requirement, by: by.id, fields, raw }])
    : refuse("ROLE_MISSING", { person: by.id, role: `reviewer ${conflict.reviewer}`, act: requirement });
};
