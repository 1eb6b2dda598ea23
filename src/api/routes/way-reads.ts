import { route } from "../make-route.ts";
import { outputsAnswer } from "../outputs-answer.ts";
import { told } from "../read-only.ts";
import { rollbackPlanAnswer } from "../rollback-plan-answer.ts";
import { inEnvironment, looksAt, ofRelease, release } from "./reading.ts";

/** What a release shall leave behind, and its way back. */
export const wayReads = {
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
};
