import type { Plan } from "../domain/release/plan.ts";
import { strategyCatalogue } from "../domain/rollout/catalogue.ts";
import type { StrategyKind } from "../domain/rollout/strategy.ts";
import { utc } from "../domain/utc.ts";
import { duration, many } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, md, section, subsection, table } from "./markdown.ts";
import { page, type Template } from "./page.ts";
import { nameOf } from "./people.ts";
import { bakeTime, stepTable } from "./steps.ts";

/** How the build reaches production, and what speaks for it, as far as the plan says (R23). */
export const strategyRecord: Template = (input) => {
  const { plan, openedAt } = input.release;
  return page(
    input,
    "strategy-record",
    section(
      "Chosen",
      md`**${plan.strategy}**: ${howOf(plan.strategy)}`,
      md`Planned by ${nameOf(plan, plan.owner)}, who owns the release, as of ${utc(openedAt)}.`,
    ),
    section(
      "Steps",
      ...Object.entries(plan.environments).map(([name, { steps }]) =>
        subsection(name, stepTable(steps), md`At least ${duration(bakeTime(steps))}, by bake times alone.`),
      ),
    ),
    section("What speaks for it", bullets([...chosenFor(input), ...reasons(input)])),
    section("What users notice", md`${plan.impact || "The plan does not say."}`),
    section("The way back", md`${plan.rollback || "The plan does not say."}`),
    section("The other strategies", others(plan)),
  );
};

const howOf = (strategy: string): string =>
  Object.entries(strategyCatalogue).find(([id]) => id === strategy)?.[1].how ?? "a strategy of this service's own.";

/** Only what follows from the steps themselves. */
const reasons = ({ release }: DocumentInput) => {
  const steps = release.plan.environments.production?.steps ?? [];
  const [first] = steps;
  if (first === undefined) return ["The plan has no steps for production."];
  const judged = steps.filter(({ gates }) => gates.includes("analysis")).length;
  const approved = steps.filter(({ gates }) => gates.includes("approval")).length;
  const kept = steps.every(({ baseline }) => baseline >= (release.plan.environments.production?.count ?? 0));
  return [
    `A fault on the first step meets ${first.weight} % of the requests.`,
    `${judged} of ${many(steps.length, "step")} are left only on a passed analysis; ${approved} need a person's go.`,
    kept
      ? "The baseline keeps its full size on every step, so that the way back needs no new instance."
      : "The baseline loses instances on the way, so that the way back has to start some first.",
  ];
};

/** A person's own reason first, then what the answers of the questionnaire say. */
const chosenFor = ({ release: { plan } }: DocumentInput): readonly string[] => {
  const { reason, ranking } = plan.choice;
  const rank = ranking.findIndex(({ strategy }) => strategy === plan.strategy);
  return [
    ...(reason === "" ? [] : [reason]),
    ...(rank < 0 ? [] : [`It ranks ${rank + 1} of ${ranking.length} by the answers given.`]),
    ...(ranking[rank]?.reasons ?? []),
  ];
};

const others = ({ strategy: chosen, choice }: Plan) =>
  table(
    ["Strategy", "How", "Why not"],
    (Object.keys(strategyCatalogue) as StrategyKind[])
      .filter((id) => id !== chosen)
      .map((id) => [id, strategyCatalogue[id].how, whyNot(id, choice.ranking)]),
  );

/** What rules it out by the answers; else what is said against it of any service. */
const whyNot = (id: StrategyKind, ranking: Plan["choice"]["ranking"]): string => {
  const { cons } = strategyCatalogue[id];
  const ruled = ranking.find(({ strategy }) => strategy === id)?.disqualifiers ?? [];
  return ruled.length > 0 ? ruled.join("; ") : `${cons[0]}; ${cons[1]}`;
};
