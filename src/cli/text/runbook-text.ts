import type { RunbookAnswer } from "../../api/runbook-answer.ts";
import { millis } from "../../domain/units.ts";
import type { Layout } from "./paint.ts";
import { roughly } from "./time.ts";

/** Every step with who, what, what is expected and how it is proven; then the way back. */
export const runbookText = (answer: RunbookAnswer, { paint }: Layout): string => {
  const { release, environment, digest, steps, rollout, back, hookOnRollback } = answer;
  return [
    paint.strong(`Runbook of ${release} in ${environment}; nothing of it is run now`),
    `  digest ${digest}, the same for staging and production`,
    "",
    ...steps.flatMap((step) => stepLines(step, paint)),
    "",
    paint.strong(`Steps of the rollout in ${environment}`),
    ...rollout.map((step, i) => `${i + 1}. ${rolloutLine(step)}`),
    "",
    paint.strong("The way back"),
    ...back.map((act, i) => `${i + 1}. ${act}`),
    ...(hookOnRollback === null ? [] : [`   the hook on-rollback runs: ${hookOnRollback.join(" ")}`]),
  ].join("\n");
};

const stepLines = (step: RunbookAnswer["steps"][number], paint: Layout["paint"]): readonly string[] => {
  const { number, title, owner, by, expected, verify, reversible, runs, state } = step;
  const how = by === "manual" ? "by people" : "automated";
  const undone = reversible ? "" : paint.bad(", cannot be undone");
  return [
    `${number}. ${title}${state === null ? "" : `  ${paint.doubt(state)}`}`,
    `   ${owner}, ${how}${undone}`,
    ...(runs === null ? [] : [`   would run: ${runs.join(" ")}`]),
    `   expected: ${expected}`,
    `   verified: ${verify}`,
  ];
};

const rolloutLine = ({ weight, candidate, baseline, bake, gates, asks, answer }: RunbookAnswer["rollout"][number]) => {
  const sides = `${weight} % of traffic, ${candidate} new and ${baseline} old instances`;
  const until = bake > 0 ? `, at least ${roughly(millis(bake))}` : "";
  const gate = gates.length === 0 ? "" : `, until ${gates.join(" and ")}`;
  const who = asks === undefined ? "" : ` by ${asks}`;
  const wait = answer === undefined ? "" : ` (${roughly(answer.within)}${who}, else ${answer.unanswered})`;
  return `${sides}${until}${gate}${wait}`;
};
