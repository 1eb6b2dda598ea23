import { z } from "zod";
import type { WatchRule } from "../domain/rollout/step-watch.ts";
import type { Waits } from "../domain/rollout/strategy.ts";
import { millis } from "../domain/units.ts";
import { duration, someDuration } from "./duration.ts";
import { asks } from "./explain.ts";
import { strict, text, wholeFrom } from "./values.ts";

/** To go on without an answer is not among them: no answer is never a yes. */
const decided = z.enum(["hold", "roll-back"], {
  error: asks("write hold or roll-back; nothing goes on because nobody answered"),
});

export const unanswered = decided
  .default("hold")
  .transform((given) => (given === "hold" ? ("hold" as const) : ("roll back" as const)));

const limitHelp = "write a share such as 2%, or of a gauge a number in its unit, such as 0.9";

const watched = strict({
  metric: z
    .enum(["errors", "slow"])
    .exactOptional()
    .describe("errors: requests that failed; slow: requests slower than slower-than."),
  counter: text.exactOptional().describe("Instead of metric: what metrics.counters of production names."),
  gauge: text.exactOptional().describe("Instead of metric: what metrics.gauges of production names."),
  above: z
    .union([z.string().regex(/^\d+(?:\.\d+)?%$/, { error: asks(limitHelp) }), z.number()], { error: asks(limitHelp) })
    .describe("More than this is a breach: a share such as 2%; of a gauge a number in its unit."),
  "slower-than": someDuration.exactOptional().describe("Of slow: longer than this is slow."),
  requests: wholeFrom(1).exactOptional().describe("Fewer requests, or events of the counter, are not judged; else 20."),
  for: someDuration.exactOptional().describe("Of a gauge: so long it has to be above; else 15 s."),
  "on-breach": z
    .enum(["pause", "roll-back"])
    .default("pause")
    .describe("pause: the rollout stays, and a person decides; roll-back: it goes back at once."),
})
  .superRefine((given, context) => {
    for (const [key, message] of watchProblems(given))
      context.addIssue({ code: "custom", path: key === "" ? [] : [key], message });
  })
  .transform((given): WatchRule => {
    const { gauge, counter, metric = "errors", above, requests = 20, "slower-than": slowerThan } = given;
    const onBreach = given["on-breach"] === "pause" ? "pause" : "roll back";
    if (gauge !== undefined)
      return { metric: "gauge", name: gauge, above: limitOf(above), for: given.for ?? millis(15_000), onBreach };
    return {
      metric: counter === undefined ? metric : "counter",
      ...(counter === undefined ? {} : { name: counter }),
      above: limitOf(above),
      atLeast: requests,
      onBreach,
      ...(slowerThan === undefined ? {} : { slowerThan }),
    };
  });

const limitOf = (given: string | number): number =>
  typeof given === "number" ? given : Number.parseFloat(given) / 100;

type Watched = {
  readonly metric?: "errors" | "slow";
  readonly counter?: string;
  readonly gauge?: string;
  readonly above: string | number;
  readonly "slower-than"?: unknown;
  readonly requests?: unknown;
  readonly for?: unknown;
};

/** What the parts of a limit owe each other: the key, "" for the whole, and what is wrong. */
const watchProblems = (given: Watched): readonly (readonly [string, string])[] => {
  const { metric, counter, gauge } = given;
  const named = [metric, counter, gauge].filter((one) => one !== undefined).length;
  const limit = limitOf(given.above);
  const isShare = gauge === undefined;
  const says = (key: keyof Watched): boolean => given[key] !== undefined;
  return [
    ...(named === 1 ? [] : [["", `names ${named} figures; write one of metric, counter and gauge`] as const]),
    ...(isShare && !(limit > 0 && limit < 1)
      ? [["above", `comes to ${limit}; write more than 0 and less than 1, such as 0.01 or 1%`] as const]
      : []),
    ...((metric === "slow") === says("slower-than")
      ? []
      : [["slower-than", "slower-than belongs to the metric slow, and to no other"] as const]),
    ...(isShare || !says("requests") ? [] : [["requests", "a gauge has no requests; write for"] as const]),
    ...(isShare && says("for") ? [["for", "belongs to a gauge; write requests"] as const] : []),
  ];
};

/** What people and limits of a step are, whatever the strategy. */
export const peopleKeys = {
  asks: text.exactOptional().describe("The role that gives the go; else the one that answers for the rollout."),
  "answer-within": someDuration.prefault("30m").describe("How long the go is waited for; see unanswered."),
  unanswered: unanswered.describe("What is done when nobody gave the go in time."),
  watch: z.array(watched).default([]).describe("Limits of this step alone, softer than the guardrails."),
};

export const bakeKey = (bake: string) =>
  duration.prefault(bake).describe("The least time on this step, counted from when its weight is confirmed.");

type Given = {
  readonly bake: Waits["bake"];
  readonly gates: Waits["gates"];
  readonly asks?: string;
  readonly "answer-within": NonNullable<Waits["answer"]>["within"];
  readonly unanswered: NonNullable<Waits["answer"]>["unanswered"];
  readonly watch: readonly WatchRule[];
};

/** A step without the gate asks nobody, and one without limits has none. */
export const toWaits = ({
  bake,
  gates,
  asks: role,
  "answer-within": within,
  unanswered: then,
  watch,
}: Given): Waits => ({
  bake,
  gates,
  ...(gates.includes("approval") ? { answer: { within, unanswered: then } } : {}),
  ...(gates.includes("approval") && role !== undefined ? { asks: role } : {}),
  ...(watch.length === 0 ? {} : { watch }),
});
