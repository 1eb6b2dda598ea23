import { z } from "zod";
import { fixesAnswer } from "../fixes-answer.ts";
import { issuesAnswer } from "../issues-answer.ts";
import { route } from "../make-route.ts";
import { told } from "../read-only.ts";
import { roomAnswer } from "../room-answer.ts";
import { runbookAnswer } from "../runbook-answer.ts";
import { triggersAnswer } from "../triggers-answer.ts";
import { validationAnswer } from "../validation-answer.ts";
import { watchAnswer } from "../watch-answer.ts";
import { inEnvironment, looksAt, ofRelease, release } from "./reading.ts";

/** What happens in production, and what is wrong there. */
export const roomReads = {
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
};
