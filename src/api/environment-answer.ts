import { z } from "zod";
import { moment } from "./fields.ts";

const build = z.object({ version: z.string(), digest: z.string() });
const place = z.object({
  release: z.string(),
  rollout: z.string(),
  since: moment,
  forMs: z.number().describe("How long, at the time of the answer."),
});

/** One environment as every surface tells it. */
export const environmentAnswer = z.object({
  service: z.string(),
  environment: z.string(),
  at: moment.describe("For when this was computed."),
  runs: build.nullable().describe("The known-good build in service; null before the first adoption."),
  lastGood: build.nullable().describe("The one that was known good before it."),
  heldBy: place.extend({ phase: z.string().nullable() }).nullable().describe("The rollout that is at work there."),
  waiting: z.array(place).describe("Who is next, in order."),
  heldBack: z
    .array(build.extend({ release: z.string(), rollout: z.string(), at: moment, by: z.string(), reason: z.string() }))
    .describe("Builds that were rolled back there for cause: not tried again until a person says why."),
  recorded: z
    .object({ since: moment, findings: z.array(z.string()) })
    .nullable()
    .describe("The unauthorised change that its history tells of; null when there is none."),
  instances: z
    .array(
      z.object({
        id: z.string(),
        build: z.string(),
        version: z.string().nullable(),
        endpoint: z.string(),
        ready: z.boolean(),
        answer: z.string().describe("The last answer of its readiness probe."),
      }),
    )
    .nullable()
    .describe("What really runs; null when nobody could look."),
  routes: z
    .array(
      z.object({
        build: z.string(),
        version: z.string().nullable(),
        weight: z.number(),
        endpoints: z.array(z.string()),
        cohort: z.boolean().describe("Some requests go there whatever its weight."),
      }),
    )
    .nullable()
    .describe("What is really routed, read back; null when nobody could look."),
  findings: z.array(z.string()).describe("What is not as it was released, in words."),
  problem: z.string().nullable().describe("Why nobody could look, or judge what was seen."),
  next: z.array(z.string()).describe("What can be done about what blocks or is wrong, as commands that can be typed."),
});

/** What `headgate env --json` prints. */
export const environmentsAnswer = z.object({ environments: z.array(environmentAnswer) });

/** An unauthorised change that an environment's history tells of and that is still there. */
export const alertAnswer = z.object({
  service: z.string(),
  environment: z.string(),
  since: moment,
  findings: z.array(z.string()),
});

export type AlertAnswer = z.infer<typeof alertAnswer>;
export type EnvironmentAnswer = z.infer<typeof environmentAnswer>;
export type EnvironmentsAnswer = z.infer<typeof environmentsAnswer>;
