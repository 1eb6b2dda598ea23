import { z } from "zod";
import { calendarAnswer, freezesAnswer, stopsAnswer } from "../calendar-answer.ts";
import { environmentAnswer, environmentsAnswer } from "../environment-answer.ts";
import { route } from "../make-route.ts";
import { serviceMetrics } from "../metrics-answer.ts";
import { mineAnswer } from "../mine-answer.ts";
import { planAnswer } from "../plan-answer.ts";
import { told } from "../read-only.ts";
import { serviceAnswer } from "../service-answer.ts";
import { rankedAnswer, rankingAnswer, strategiesAnswer } from "../strategies-answer.ts";
import { strategyQuestions } from "../strategy-questions.ts";
import { environment, moment, zone } from "../values.ts";
import { planned } from "./planned-query.ts";

const looksAt = { method: "GET", needs: "see" } as const;

/** What can be looked at besides: one's own duties, the environments, the calendar, the service. */
export const serviceReads = {
  readMine: route({
    ...looksAt,
    name: "readMine",
    path: "/api/v1/mine",
    tag: "People",
    summary: "What whoever asks owes over all open releases",
    answer: told(mineAnswer),
  }),
  readEnvironments: route({
    ...looksAt,
    name: "readEnvironments",
    path: "/api/v1/environments",
    tag: "Environments",
    summary: "What runs where, who holds it and who waits, looked at now",
    answer: told(environmentsAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
  readEnvironment: route({
    ...looksAt,
    name: "readEnvironment",
    path: "/api/v1/environments/{environment}",
    tag: "Environments",
    summary: "One environment, looked at now",
    params: z.strictObject({ environment }),
    answer: told(environmentAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
  readCalendar: route({
    ...looksAt,
    name: "readCalendar",
    path: "/api/v1/calendar",
    tag: "Calendar",
    summary: "Windows, freezes and planned releases, and what clashes",
    query: z.strictObject({
      from: moment.optional().describe("Else now."),
      to: moment.optional().describe("At most 366 days after `from`; else 28."),
      zone: zone.optional().describe("Whose local time is meant in sentences; else headgate.yaml's."),
    }),
    answer: told(calendarAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
  readFreezes: route({
    ...looksAt,
    name: "readFreezes",
    path: "/api/v1/freezes",
    tag: "Calendar",
    summary: "Freezes that hold now or will in the next year",
    answer: told(freezesAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
  readStops: route({
    ...looksAt,
    name: "readStops",
    path: "/api/v1/line",
    tag: "Calendar",
    summary: "Whether the line is stopped, by whom and why",
    answer: told(stopsAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
  readService: route({
    ...looksAt,
    name: "readService",
    path: "/api/v1/service",
    tag: "Service",
    summary: "The service: its people with their roles, environments and strategy",
    answer: told(serviceAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
  readServiceMetrics: route({
    ...looksAt,
    name: "readServiceMetrics",
    path: "/api/v1/service/metrics",
    tag: "Service",
    summary: "Delivery, rollback times and each release's metrics over a span",
    query: z.strictObject({
      since: moment.optional().describe("Else from the first release on. What was over before is not looked at."),
      until: moment.optional().describe("Else now; this moment is no part of it."),
    }),
    answer: told(serviceMetrics),
    refuses: ["CONFIG_INVALID", "JOURNAL_DAMAGED"],
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
