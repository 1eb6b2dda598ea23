import { z } from "zod";
import { texts } from "./fields.ts";
import type { Told } from "./read-only.ts";
import { rolloutStep } from "./runbook-answer.ts";
import { rankingAnswer, strategyKind } from "./strategies-answer.ts";

const person = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["human", "agent"]),
  roles: texts,
  deputies: texts.describe("Ids of the people who may act in this person's stead."),
  for: z.string().nullable().describe("Of an agent: the person on whose behalf it acts."),
});

/** The service as headgate.yaml and the process describe it now. No command, no address of a machine and no secret. */
export const serviceAnswer = z.object({
  service: z.string(),
  process: z.string().describe("Name and version."),
  practice: z.boolean().describe("Waiting periods are shorter than the process allows for real releases."),
  owner: z.string(),
  people: z.array(person),
  roles: z.array(z.object({ id: z.string(), title: z.string(), charge: z.string(), required: z.boolean() })),
  stages: z.array(z.object({ id: z.string(), title: z.string(), purpose: z.string() })),
  environments: z.array(
    z.object({ name: z.string(), count: z.int().describe("Instances at full size."), steps: z.array(rolloutStep) }),
  ),
  strategy: z.object({
    kind: strategyKind,
    reason: z.string(),
    ranking: rankingAnswer.shape.ranking.nullable().describe("Null: headgate.yaml has no answers to recommend by."),
  }),
  frameworks: z.array(z.object({ id: z.string(), title: z.string() })).describe("Those whose controls it keeps."),
});

export type ServiceAnswer = Told<typeof serviceAnswer>;
