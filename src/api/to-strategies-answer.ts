import type { Config } from "../config/config.ts";
import { strategyCatalogue } from "../domain/rollout/catalogue.ts";
import { recommend } from "../domain/rollout/recommend.ts";
import type { StrategyKind } from "../domain/rollout/strategy.ts";
import { AppError } from "../errors.ts";
import type { RankingAnswer, StrategiesAnswer, StrategyAnswer } from "./strategies-answer.ts";

export const toStrategiesAnswer = (): StrategiesAnswer => ({ strategies: strategyCatalogue });

export const toStrategyAnswer = (strategy: StrategyKind): StrategyAnswer => ({
  strategy,
  ...strategyCatalogue[strategy],
});

/** @throws AppError `USAGE` when headgate.yaml has no answers to recommend by */
export const toRankingAnswer = ({ strategy: { answers, kind, reason } }: Pick<Config, "strategy">): RankingAnswer => {
  if (answers === null)
    throw new AppError("USAGE", {
      problem: "headgate.yaml has no answers to recommend by.",
      fix: "Add answers: under strategy:; docs/headgate-yaml.md says which.",
    });
  return { chosen: kind, reason, ranking: recommend(answers) };
};
