import { readReleasePlan } from "../../api/read-plan.ts";
import { toChecklistAnswer } from "../../api/to-checklist-answer.ts";
import { toControlsAnswer } from "../../api/to-controls-answer.ts";
import { toAlerts } from "../../api/to-environment-answer.ts";
import { toFixesAnswer } from "../../api/to-fixes-answer.ts";
import { toGateAnswer } from "../../api/to-gate-answer.ts";
import { toIssuesAnswer } from "../../api/to-issues-answer.ts";
import { toReleaseMetrics } from "../../api/to-metrics-answer.ts";
import { toNoticesAnswer } from "../../api/to-notices-answer.ts";
import { toOutputsAnswer } from "../../api/to-outputs-answer.ts";
import { readRequirement } from "../../api/to-requirement-detail-answer.ts";
import { toRollbackPlanAnswer } from "../../api/to-rollback-plan-answer.ts";
import { toRoomAnswer } from "../../api/to-room-answer.ts";
import { toRunbookAnswer } from "../../api/to-runbook-answer.ts";
import { toStatusAnswer } from "../../api/to-status-answer.ts";
import { toStoriesAnswer } from "../../api/to-stories-answer.ts";
import { toTasksAnswer } from "../../api/to-tasks-answer.ts";
import { toTriggersAnswer } from "../../api/to-triggers-answer.ts";
import { boardOf, toValidationAnswer } from "../../api/to-validation-answer.ts";
import { toWatchAnswer } from "../../api/to-watch-answer.ts";
import { plannedBy } from "./planned-by.ts";
import type { ReadHandlers, Reading } from "./reads.ts";

type OfRelease =
  | ("readRelease" | "readRequirement" | "readGate" | "readChecklist" | "readControls" | "readRoom" | "readRunbook")
  | ("readOutputs" | "readNotices" | "readReleaseMetrics" | "readValidation" | "readIssues" | "readTriggers")
  | "readWatch"
  | ("readFixes" | "readTasks" | "readRollbackPlan" | "readConflicts" | "readStory" | "readReleasePlan");

export const releaseReadHandlers = ({ engine }: Pick<Reading, "engine">): Pick<ReadHandlers, OfRelease> => ({
  async readRelease({ params: { release }, query: { all } }) {
    const alerts = toAlerts(await engine.listEnvironments());
    const answer = toStatusAnswer(await engine.status(release), engine.now(), all === "true");
    return { ...answer, ...(alerts.length === 0 ? {} : { alerts }) };
  },
  readRequirement: async ({ params: { release, requirement } }) =>
    (await readRequirement(engine, release, requirement)).answer,
  readGate: async ({ params: { release, stage } }) => toGateAnswer(release, (await engine.status(release)).view, stage),
  readChecklist: async ({ params: { release } }) =>
    toChecklistAnswer(await engine.status(release), await engine.listEnvironments(), engine.now()),
  readControls: async ({ params: { release }, query: { framework = [] } }) =>
    toControlsAnswer(await engine.status(release), typeof framework === "string" ? [framework] : framework),
  readRoom: async ({ params: { release }, query: { last } }) =>
    toRoomAnswer(await engine.load(release), await engine.history(release), engine.now(), last),
  readWatch: async ({ params: { release }, query: { environment, after } }) =>
    toWatchAnswer((await engine.load(release)).release, await engine.history(release), environment, after),
  readRunbook: async ({ params: { release }, query: { environment } }) =>
    toRunbookAnswer(await engine.load(release), environment),
  readOutputs: async ({ params: { release } }) => toOutputsAnswer(await engine.status(release)),
  async readNotices({ params }) {
    const { process, release } = await engine.load(params.release);
    return toNoticesAnswer(process, release, engine.now());
  },
  readReleaseMetrics: async ({ params: { release } }) => toReleaseMetrics(await engine.load(release)),
  async readValidation({ params: { release } }) {
    const board = boardOf(await engine.load(release), await engine.history(release), engine.now());
    return toValidationAnswer(release, board);
  },
  readIssues: async ({ params }) => toIssuesAnswer((await engine.load(params.release)).release),
  readTriggers: async ({ params }) => toTriggersAnswer(await engine.load(params.release)),
  readFixes: async ({ params }) => toFixesAnswer((await engine.load(params.release)).release),
  readTasks: async ({ params }) => toTasksAnswer((await engine.load(params.release)).release),
  readRollbackPlan: async ({ params, query: { environment } }) =>
    toRollbackPlanAnswer((await engine.load(params.release)).release, environment),
  readConflicts: async ({ params: { release } }) => ({ release, conflicts: await engine.conflicts(release) }),
  readStory: async ({ params: { release } }) => toStoriesAnswer([await engine.history(release)]),
  readReleasePlan: async ({ params: { release }, query, signal }) =>
    readReleasePlan({ engine: async () => engine, signal }, await engine.load(release), plannedBy(query)),
});
