import { z } from "zod";
import { texts } from "./fields.ts";
import type { Told } from "./read-only.ts";

export const strategyKind = z.enum(["blue-green", "canary", "rolling", "recreate"]);

const three = z.tuple([z.string(), z.string(), z.string()]);
const entry = z.object({ how: z.string(), bestFor: three, pros: three, cons: three, example: z.string() });

/** What `headgate strategy compare --json` prints. */
export const strategiesAnswer = z.object({
  strategies: z.object({ "blue-green": entry, canary: entry, rolling: entry, recreate: entry }),
});

/** What `headgate strategy explain STRATEGY --json` prints. */
export const strategyAnswer = entry.extend({ strategy: strategyKind });

/** The best first. */
export const rankedAnswer = z.object({
  ranking: z.array(
    z.object({
      strategy: strategyKind,
      reasons: texts.describe("What speaks for it here."),
      disqualifiers: texts.describe("What rules it out here; empty: it can be done."),
    }),
  ),
});

/** What `headgate strategy recommend --json` prints: by the answers in headgate.yaml. */
export const rankingAnswer = rankedAnswer.extend({
  chosen: strategyKind,
  reason: z.string().describe("Why the chosen one, where it is not the best of these."),
});

export type StrategiesAnswer = Told<typeof strategiesAnswer>;
export type StrategyAnswer = Told<typeof strategyAnswer>;
export type RankingAnswer = Told<typeof rankingAnswer>;
