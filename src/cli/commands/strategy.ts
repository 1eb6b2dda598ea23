import { meant } from "../../config/nearest.ts";
import { strategyCatalogue } from "../../domain/rollout/catalogue.ts";
import { recommend } from "../../domain/rollout/recommend.ts";
import type { StrategyKind } from "../../domain/rollout/strategy.ts";
import { AppError } from "../../errors.ts";
import { argument, command } from "../command.ts";
import type { Context } from "../context.ts";
import { layoutOf } from "../layout.ts";
import { anyText, oneOf, optional, orElse } from "../reader.ts";
import { sentence } from "../text/sentence.ts";
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
        context.answer({ strategies: strategyCatalogue }, () => compareText(layoutOf(context.io)));
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
  if (kind === undefined)
    throw new AppError("USAGE", {
      problem: which === undefined ? "No strategy is named." : `There is no strategy ${which}.`,
      fix: which === undefined ? `Name one: ${kinds.join(", ")}.` : sentence(meant(which, kinds, "strategies")),
    });
  context.answer({ strategy: kind, ...strategyCatalogue[kind] }, () => explainText(kind, layoutOf(context.io)));
  return 0;
};

const rank = async (context: Context): Promise<number> => {
  const { config } = await context.project();
  const { answers, kind, reason } = config.strategy;
  if (answers === null)
    throw new AppError("USAGE", {
      problem: "headgate.yaml has no answers to recommend by.",
      fix: "Add answers: under strategy:; docs/headgate-yaml.md says which.",
    });
  const ranking = recommend(answers);
  context.answer({ chosen: kind, reason, ranking }, () => rankingText(ranking, kind, reason, layoutOf(context.io)));
  return 0;
};
