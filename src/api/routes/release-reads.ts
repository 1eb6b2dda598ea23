import { z } from "zod";
import type { ErrorCode } from "../../errors.ts";
import { checklistAnswer } from "../checklist-answer.ts";
import { conflictsAnswer } from "../conflicts-answer.ts";
import { controlsAnswer } from "../controls-answer.ts";
import { fixesAnswer } from "../fixes-answer.ts";
import { gateAnswer } from "../gate-answer.ts";
import { issuesAnswer } from "../issues-answer.ts";
import { route } from "../make-route.ts";
import { releaseMetrics } from "../metrics-answer.ts";
import { noticesAnswer } from "../notices-answer.ts";
import { outputsAnswer } from "../outputs-answer.ts";
import { planAnswer } from "../plan-answer.ts";
import { told } from "../read-only.ts";
import { requirementDetailAnswer } from "../requirement-detail-answer.ts";
import { rollbackPlanAnswer } from "../rollback-plan-answer.ts";
import { roomAnswer } from "../room-answer.ts";
import { runbookAnswer } from "../runbook-answer.ts";
import { statusAnswer } from "../status-answer.ts";
import { storiesAnswer } from "../stories-answer.ts";
import { tasksAnswer } from "../tasks-answer.ts";
import { triggersAnswer } from "../triggers-answer.ts";
import { validationAnswer } from "../validation-answer.ts";
import { environment, id } from "../values.ts";
import { watchAnswer } from "../watch-answer.ts";
import { planned } from "./planned-query.ts";

const release = z.strictObject({ release: id.describe("Such as shop-1.1.0.") });
const inEnvironment = z.strictObject({ environment: environment.default("production") });

const ofRelease: readonly ErrorCode[] = ["RELEASE_NOT_FOUND", "JOURNAL_DAMAGED"];

const looksAt = { method: "GET", needs: "see" } as const;

/** What can be looked at of one release. */
export const releaseReads = {
  readRelease: route({
    ...looksAt,
    name: "readRelease",
    path: "/api/v1/releases/{release}",
    tag: "Releases",
    summary: "What blocks a release, who owes it, and what can be done now",
    params: release,
    query: z.strictObject({
      all: z.enum(["true", "false"]).default("false").describe("Every requirement, not only what blocks."),
    }),
    answer: told(statusAnswer),
    refuses: ofRelease,
  }),
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
  readRoom: route({
    ...looksAt,
    name: "readRoom",
    path: "/api/v1/releases/{release}/room",
    tag: "Releases",
    summary: "The war room: who is there, what happened and was noted, and each duty done or not",
    params: release,
    query: z.strictObject({
      last: z.coerce
        .number()
        .int()
        .min(1)
        .optional()
        .describe("Of what happened and of what was noted so many of the newest; left out: all."),
    }),
    answer: told(roomAnswer),
    refuses: ofRelease,
  }),
  readWatch: route({
    ...looksAt,
    name: "readWatch",
    path: "/api/v1/releases/{release}/watch",
    tag: "Releases",
    summary: "What was counted of both sides of a rollout, window by window, and the evidence so far",
    params: release,
    query: inEnvironment.extend({
      after: z.coerce
        .number()
        .int()
        .min(0)
        .default(0)
        .describe("Windows that are known already and not told again: `left` and those that came with it."),
    }),
    answer: told(watchAnswer),
    refuses: ofRelease,
  }),
  readRunbook: route({
    ...looksAt,
    name: "readRunbook",
    path: "/api/v1/releases/{release}/runbook",
    tag: "Releases",
    summary: "Every step of the rollout and of the way back; nothing is run",
    params: release,
    query: inEnvironment,
    answer: told(runbookAnswer),
    refuses: [...ofRelease, "NO_ROLLOUT"],
  }),
  readOutputs: route({
    ...looksAt,
    name: "readOutputs",
    path: "/api/v1/releases/{release}/outputs",
    tag: "Releases",
    summary: "What the release shall leave behind, and what is there",
    params: release,
    answer: told(outputsAnswer),
    refuses: ofRelease,
  }),
  readNotices: route({
    ...looksAt,
    name: "readNotices",
    path: "/api/v1/releases/{release}/notices",
    tag: "Releases",
    summary: "Who was told what and when, and who could not be reached",
    params: release,
    answer: told(noticesAnswer),
    refuses: ofRelease,
  }),
  readReleaseMetrics: route({
    ...looksAt,
    name: "readReleaseMetrics",
    path: "/api/v1/releases/{release}/metrics",
    tag: "Releases",
    summary: "What was measured of a release against its target",
    params: release,
    answer: told(releaseMetrics),
    refuses: ofRelease,
  }),
  readValidation: route({
    ...looksAt,
    name: "readValidation",
    path: "/api/v1/releases/{release}/validation",
    tag: "Releases",
    summary: "The validation period: its items with their looks, its end, and how long the way back is kept",
    params: release,
    answer: told(validationAnswer),
    refuses: [...ofRelease, "USAGE"],
  }),
  readIssues: route({
    ...looksAt,
    name: "readIssues",
    path: "/api/v1/releases/{release}/issues",
    tag: "Releases",
    summary: "What is wrong with a build: open, put off and closed",
    params: release,
    answer: told(issuesAnswer),
    refuses: ofRelease,
  }),
  readTriggers: route({
    ...looksAt,
    name: "readTriggers",
    path: "/api/v1/releases/{release}/triggers",
    tag: "Releases",
    summary: "Signs of harm in production, and how long it took until somebody decided",
    params: release,
    answer: told(triggersAnswer),
    refuses: ofRelease,
  }),
  readFixes: route({
    ...looksAt,
    name: "readFixes",
    path: "/api/v1/releases/{release}/fixes",
    tag: "Releases",
    summary: "The planned fixes, and which check verifies each",
    params: release,
    answer: told(fixesAnswer),
    refuses: ofRelease,
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
  readRollbackPlan: route({
    ...looksAt,
    name: "readRollbackPlan",
    path: "/api/v1/releases/{release}/rollback-plan",
    tag: "Releases",
    summary: "What a rollback would do, before anybody orders it, and how long it took in the drill",
    params: release,
    query: inEnvironment,
    answer: told(rollbackPlanAnswer),
    refuses: ofRelease,
  }),
  readConflicts: route({
    ...looksAt,
    name: "readConflicts",
    path: "/api/v1/releases/{release}/conflicts",
    tag: "Releases",
    summary: "What stands against the planned time of a release",
    params: release,
    answer: told(conflictsAnswer),
    refuses: ofRelease,
  }),
  readStory: route({
    ...looksAt,
    name: "readStory",
    path: "/api/v1/releases/{release}/story",
    tag: "Releases",
    summary: "The history of a release in chapters, as people tell it",
    params: release,
    answer: told(storiesAnswer),
    refuses: ofRelease,
  }),
  readReleasePlan: route({
    ...looksAt,
    name: "readReleasePlan",
    path: "/api/v1/releases/{release}/plan",
    tag: "Releases",
    summary: "What a release goes through and what it can prove, by what it pinned",
    params: release,
    query: planned,
    answer: told(planAnswer),
    refuses: ofRelease,
  }),
};
