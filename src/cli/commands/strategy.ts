import { toRankingAnswer, toStrategiesAnswer, toStrategyAnswer } from "../../api/to-strategies-answer.ts";
import { unknownName } from "../../api/unknown-name.ts";
import { strategyCatalogue } from "../../domain/rollout/catalogue.ts";
import type { StrategyKind } from "../../domain/rollout/strategy.ts";
import { AppError } from "../../errors.ts";
import { argument, command } from "../command.ts";
import type { Context } from "../context.ts";
import { layoutOf } from "../layout.ts";
import { anyText, oneOf, optional, orElse } from "../reader.ts";
import { compareText, explainText, rankingText } from "../text/strategy-text.ts";

const kinds = Object.keys(strategyCatalogue) as readonly StrategyKind[];

export const strategy = command({
  name: "strategy",
  summary: "Explain the strategies, compare them, or recommend one for this service",
  args: {
    act: argument(
      orElse(oneOf(["explain", "compare", "recommend"], "write explain, compare or recommend"), "compare"),
      "explain, compare (else this) or recommend",
    ),
    which: argument(optional(anyText), `which one to explain: ${kinds.join(", ")}`),
  },
  options: {},
  examples: [
    ["strategy compare", "the four, side by side"],
    ["strategy explain canary", "how it works, what it is best for, what it costs"],
    ["strategy recommend", "a ranking by the answers: under strategy: in headgate.yaml, with the reasons"],
  ],
  async run({ act, which }, context) {
    switch (act) {
      case "compare":
        context.answer(toStrategiesAnswer(), () => compareText(layoutOf(context.io)));
        return 0;
      case "explain":
        return explain(context, which);
      case "recommend":
        return await rank(context);
    }
  },
});

const explain = (context: Context, which: string | undefined): number => {
  const kind = kinds.find((one) => one === which);
  if (which === undefined)
    throw new AppError("USAGE", { problem: "No strategy is named.", fix: `Name one: ${kinds.join(", ")}.` });
  if (kind === undefined) throw unknownName(`There is no strategy ${which}.`, which, kinds, "strategies");
  context.answer(toStrategyAnswer(kind), () => explainText(kind, layoutOf(context.io)));
  return 0;
};

const rank = async (context: Context): Promise<number> => {
  const { config } = await context.project();
  const answer = toRankingAnswer(config);
  const { ranking, chosen, reason } = answer;
  context.answer(answer, () => rankingText(ranking, chosen, reason, layoutOf(context.io)));
  return 0;
};
