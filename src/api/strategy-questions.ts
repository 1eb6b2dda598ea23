import { z } from "zod";

/** What the recommendation of a strategy is computed from, as it comes in an address. */
export const strategyQuestions = z.strictObject({
  instances: z.coerce.number().int().min(1).max(100_000).describe("How many instances run at full size?"),
  spare: z.coerce.number().int().min(0).max(100_000).describe("How many more have room beside them?"),
  downtime: z.enum(["none", "window"]).describe("May users meet a maintenance answer in an announced window?"),
  metricsPerVersion: z.enum(["true", "false"]).describe("Are errors and latency measured per version?"),
  schemaChange: z.enum(["none", "compatible", "breaking"]).describe("Does the build change the schema of its data?"),
  acceptance: z.enum(["sure", "unsure"]).describe("Is it sure that users will accept the change?"),
  budget: z.enum(["tight", "double"]).describe("May everything run twice for a while?"),
});

export type StrategyQuestion = keyof typeof strategyQuestions.shape;

/** As they are asked of people. */
export const questionText = (name: StrategyQuestion): string => strategyQuestions.shape[name].description ?? name;
