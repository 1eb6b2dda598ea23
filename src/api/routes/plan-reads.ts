import { route } from "../make-route.ts";
import { planAnswer } from "../plan-answer.ts";
import { told } from "../read-only.ts";
import { rankedAnswer, rankingAnswer, strategiesAnswer } from "../strategies-answer.ts";
import { strategyQuestions } from "../strategy-questions.ts";
import { planned } from "./planned-query.ts";
import { looksAt, ofRelease, release } from "./reading.ts";

/** What a release goes through, and by which strategy. */
export const planReads = {
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
  readPlan: route({
    ...looksAt,
    name: "readPlan",
    path: "/api/v1/service/plan",
    tag: "Service",
    summary: "What a release will go through and what it can prove, by headgate.yaml as it stands",
    query: planned,
    answer: told(planAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
  readRanking: route({
    ...looksAt,
    name: "readRanking",
    path: "/api/v1/service/strategies",
    tag: "Service",
    summary: "A ranking of the strategies for this service, by the answers in headgate.yaml",
    answer: told(rankingAnswer),
    refuses: ["USAGE", "CONFIG_INVALID"],
  }),
  rankStrategies: route({
    ...looksAt,
    name: "rankStrategies",
    path: "/api/v1/strategies/ranking",
    tag: "Service",
    summary: "A ranking of the strategies by answers that are given here; nothing is kept",
    query: strategyQuestions,
    answer: told(rankedAnswer),
  }),
  readStrategies: route({
    ...looksAt,
    name: "readStrategies",
    path: "/api/v1/strategies",
    tag: "Service",
    summary: "The strategies, side by side",
    answer: told(strategiesAnswer),
  }),
};
