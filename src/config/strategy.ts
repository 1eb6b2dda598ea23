import { z } from "zod";
import { recommend } from "../domain/rollout/recommend.ts";
import { percent } from "../domain/units.ts";
import { camelKeys } from "./camel-keys.ts";
import type { Complaint, Path } from "./complaint.ts";
import type { Strategy } from "./config.ts";
import { duration, someDuration } from "./duration.ts";
import { asks } from "./explain.ts";
import type { Sound } from "./sound.ts";
import { bakeKey, peopleKeys, toWaits } from "./step-waits.ts";
import { strict, text, wholeFrom } from "./values.ts";

const weightHelp = "write the candidate's share of live traffic in percent, such as 5";

const gate = z.enum(["analysis", "approval"]);
const gates = z.array(gate);

const waits = (bake: string) => ({
  bake: bakeKey(bake),
  gates: gates.default(["analysis"]).describe("What must hold before the next step."),
  ...peopleKeys,
});

const step = strict({
  weight: z
    .number({ error: asks(weightHelp) })
    .gt(0, { error: "is nothing; leave the step out to send the candidate nothing" })
    .max(100, { error: "is more than all traffic; write 100 at most" })
    .describe("The candidate's share of live traffic, in percent."),
  bake: duration.describe("The least time on this step, counted from when its weight is confirmed."),
  gates: gates.default(["analysis"]).describe("What must hold before the next step."),
  ...peopleKeys,
}).transform(({ weight, ...rest }) => ({ weight, ...toWaits(rest) }));

const hour = "1h";
const defaultSteps = [5, 25, 50, 100].map((weight) => ({ weight, bake: hour }));

const canary = z.array(step).min(1, { error: "is empty; list the steps, the last one at 100" });

const idle = strict({
  bake: duration.prefault("0s").describe("How long the idle side is looked at before the switch."),
  gates: z
    .array(gate.exclude(["analysis"], { error: "has no traffic to judge on the idle side; write [] or [approval]" }))
    .default([])
    .describe("approval: a person lets the switch happen."),
  ...peopleKeys,
}).transform(toWaits);

const blueGreen = strict({
  idle: idle.prefault({}).describe("Before the switch: the candidate at full size, without traffic."),
  ...waits(hour),
}).transform(({ idle, ...rest }) => ({ idle, ...toWaits(rest) }));

const rolling = strict({
  batch: wholeFrom(1).default(1).describe("Instances that are replaced per step."),
  "max-unavailable": wholeFrom(0)
    .optional()
    .describe("Instances that may be missing meanwhile; as many as the batch, or 0 where there is room for more."),
  ...waits("10m"),
}).transform(({ batch, "max-unavailable": maxUnavailable, ...rest }) => ({
  batch,
  maxUnavailable: maxUnavailable ?? batch,
  ...toWaits(rest),
}));

const recreate = strict({
  downtime: duration.prefault("10m").describe("The downtime that is announced; what it really was is recorded."),
  window: someDuration
    .exactOptional()
    .describe("The booked window, from the release's production date on; production starts only inside it."),
  ...waits("30m"),
}).transform(({ downtime, window, ...rest }) => ({
  downtime,
  ...(window === undefined ? {} : { window }),
  ...toWaits(rest),
}));

const cohort = strict({
  header: text.optional().describe("Name of the header that marks such a request."),
  cookie: text.optional().describe("Name of the cookie, instead of a header."),
  value: text.describe("Its value."),
  ...waits("30m"),
}).transform(({ header, cookie, value, ...rest }) => ({ header, cookie, value, ...toWaits(rest) }));

const answers = strict({
  instances: wholeFrom(1).describe("Instances at full size."),
  spare: wholeFrom(0).describe("Instances that can run beside them."),
  downtime: z.enum(["none", "window"]).describe("Whether users may meet a maintenance answer in an announced window."),
  "metrics-per-version": z.boolean().describe("Whether errors and latency are measured per version."),
  "schema-change": z
    .enum(["none", "compatible", "breaking"])
    .describe("What the build does to the schema of its data."),
  acceptance: z.enum(["sure", "unsure"]).describe("Whether it is sure that users will accept the change."),
  budget: z.enum(["tight", "double"]).describe("What running the service twice for a while may cost."),
}).transform(camelKeys);

const shape = strict({
  canary: canary.optional().describe("Steps of live traffic, each watched before the next."),
  "blue-green": blueGreen.optional().describe("A second full side, and all traffic in one switch."),
  rolling: rolling.optional().describe("Batch by batch in place."),
  recreate: recreate.optional().describe("Down, deploy, up: an announced downtime."),
  cohort: cohort.optional().describe("Own people first: they reach the candidate before it has any weight."),
  answers: answers.optional().describe("What headgate strategy recommend computes its ranking from."),
  reason: text.default("").describe("Why this one, where another one is recommended."),
});

const toCohort = ({ header, cookie, value, ...waits }: z.output<typeof cohort>) =>
  header === undefined
    ? { by: "cookie" as const, name: cookie ?? "", value, ...waits }
    : { by: "header" as const, name: header, value, ...waits };

const toKind = (given: z.output<typeof shape>) => {
  if (given["blue-green"] !== undefined) return { kind: "blue-green", ...given["blue-green"] } as const;
  if (given.rolling !== undefined) return { kind: "rolling", ...given.rolling } as const;
  if (given.recreate !== undefined) return { kind: "recreate", ...given.recreate } as const;
  // Nothing said is a canary with the usual steps.
  const steps = given.canary ?? canary.parse(defaultSteps);
  return { kind: "canary", steps: steps.map(({ weight, ...rest }) => ({ weight: percent(weight), ...rest })) } as const;
};

const kinds = ["canary", "blue-green", "rolling", "recreate"] as const;

export const strategy = shape.transform(
  (given): Strategy => ({
    ...toKind(given),
    cohort: given.cohort === undefined ? null : toCohort(given.cohort),
    reason: given.reason,
    answers: given.answers ?? null,
  }),
);

type Given = Sound<z.input<typeof shape>>;

/** @param count instances of production at full size; null where that is not known */
export const strategyRules = (given: Given | undefined, count: number | null): readonly Complaint[] =>
  given === undefined
    ? []
    : [...onlyOne(given), ...rising(given), ...missing(given, count), ...oneMark(given), ...against(given)];

/** Staging may be smaller: there it is as many as there are. */
const missing = ({ rolling }: Given, count: number | null): readonly Complaint[] => {
  const most = rolling?.["max-unavailable"];
  if (most === undefined || count === null || most <= count) return [];
  const what = `is ${most}, and production has ${count} instances`;
  return [{ path: ["strategy", "rolling", "max-unavailable"], what, fix: `write ${count} or less` }];
};

const onlyOne = (given: Given): readonly Complaint[] =>
  kinds
    .filter((kind) => Object.hasOwn(given, kind))
    .slice(1)
    .map((kind) => ({ path: ["strategy", kind], what: "is a second strategy", fix: "keep one of them" }));

/** Whoever chooses against the recommendation of the own answers says why (R22). */
const against = (given: Given): readonly Complaint[] => {
  const answered = answers.safeParse(given.answers);
  if (!answered.success || (given.reason ?? "") !== "") return [];
  const [best] = recommend(answered.data);
  const chosen = kinds.find((kind) => Object.hasOwn(given, kind)) ?? "canary";
  if (best === undefined || best.disqualifiers.length > 0 || best.strategy === chosen) return [];
  const what = `are in favour of ${best.strategy} (${best.reasons.join("; ")}), and ${chosen} was chosen without a reason`;
  return [{ path: ["strategy", "answers"], what, fix: `add reason: under strategy:, or choose ${best.strategy}` }];
};

const oneMark = ({ cohort }: Given): readonly Complaint[] => {
  if (cohort === undefined) return [];
  const given = ["header", "cookie"].filter((key) => Object.hasOwn(cohort, key));
  if (given.length === 1) return [];
  const what = given.length === 0 ? "names neither a header nor a cookie" : "names both a header and a cookie";
  return [{ path: ["strategy", "cohort"], what, fix: "name one of them" }];
};

const rising = ({ canary }: Given): readonly Complaint[] => {
  const weights = canary?.map((step) => step?.weight) ?? [];
  const path = (i: number): Path => ["strategy", "canary", i, "weight"];
  const falling = weights.flatMap((weight, i): readonly Complaint[] => {
    const before = weights[i - 1];
    if (weight === undefined || before === undefined || weight > before) return [];
    const what = `is ${weight}, which does not rise above the step before (${before})`;
    return [{ path: path(i), what, fix: "sort the steps by weight" }];
  });
  const last = weights.at(-1);
  if (last === undefined || last === 100) return falling;
  const what = `is ${last} on the last step, so that the build would never take over`;
  return [...falling, { path: path(weights.length - 1), what, fix: "add { weight: 100, bake: 1h }" }];
};
