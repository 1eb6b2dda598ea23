import { z } from "zod";
import { checklistAnswer } from "../checklist-answer.ts";
import { controlsAnswer } from "../controls-answer.ts";
import { gateAnswer } from "../gate-answer.ts";
import { route } from "../make-route.ts";
import { told } from "../read-only.ts";
import { requirementDetailAnswer } from "../requirement-detail-answer.ts";
import { tasksAnswer } from "../tasks-answer.ts";
import { id } from "../values.ts";
import { looksAt, ofRelease, release } from "./reading.ts";

/** What a gate asks for, and what there is of it. */
export const gateReads = {
  readRequirement: route({
    ...looksAt,
    name: "readRequirement",
    path: "/api/v1/releases/{release}/requirements/{requirement}",
    tag: "Releases",
    summary: "All about one requirement, with its evidence, its document and what a signature is for",
    params: release.extend({ requirement: id.describe("Such as entry.security.") }),
    answer: told(requirementDetailAnswer),
    refuses: [...ofRelease, "UNKNOWN_REQUIREMENT", "BLOB_MISSING", "BLOB_DAMAGED"],
  }),
  readGate: route({
    ...looksAt,
    name: "readGate",
    path: "/api/v1/releases/{release}/gates/{stage}",
    tag: "Releases",
    summary: "Whether a stage's gate is open, and else why not",
    params: release.extend({
      stage: id.describe("A stage, or `exit`: the gates by which a release is left."),
    }),
    answer: told(gateAnswer),
    refuses: [...ofRelease, "USAGE"],
  }),
  readChecklist: route({
    ...looksAt,
    name: "readChecklist",
    path: "/api/v1/releases/{release}/checklist",
    tag: "Releases",
    summary: "What was looked at before production, and why each item matters",
    params: release,
    answer: told(checklistAnswer),
    refuses: ofRelease,
  }),
  readControls: route({
    ...looksAt,
    name: "readControls",
    path: "/api/v1/releases/{release}/controls",
    tag: "Releases",
    summary: "What evidence a release has for each control",
    params: release,
    query: z.strictObject({
      framework: z
        .union([id, z.array(id).max(20)])
        .optional()
        .describe("Only of this framework; may be given repeatedly."),
    }),
    answer: told(controlsAnswer),
    refuses: [...ofRelease, "USAGE"],
  }),
  readTasks: route({
    ...looksAt,
    name: "readTasks",
    path: "/api/v1/releases/{release}/tasks",
    tag: "Releases",
    summary: "What people promised, open and closed",
    params: release,
    answer: told(tasksAnswer),
    refuses: ofRelease,
  }),
};
