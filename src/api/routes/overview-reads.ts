import { z } from "zod";
import { environmentAnswer, environmentsAnswer } from "../environment-answer.ts";
import { route } from "../make-route.ts";
import { mineAnswer } from "../mine-answer.ts";
import { told } from "../read-only.ts";
import { serviceAnswer } from "../service-answer.ts";
import { statusAnswer } from "../status-answer.ts";
import { environment } from "../values.ts";
import { looksAt, ofRelease, release } from "./reading.ts";

/** Where releases stand, what is mine, and what runs where: what most people ask first. */
export const overviewReads = {
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
  readService: route({
    ...looksAt,
    name: "readService",
    path: "/api/v1/service",
    tag: "Service",
    summary: "The service: its people with their roles, environments and strategy",
    answer: told(serviceAnswer),
    refuses: ["CONFIG_INVALID"],
  }),
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
};
