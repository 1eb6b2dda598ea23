import { z } from "zod";
import type { WatchRule } from "../domain/rollout/step-watch.ts";
import type { Waits } from "../domain/rollout/strategy.ts";
import { duration, someDuration } from "./duration.ts";
import { asks } from "./explain.ts";
import { share, strict, text, wholeFrom } from "./values.ts";

/** To go on without an answer is not among them: no answer is never a yes. */
const decided = z.enum(["hold", "roll-back"], {
  error: asks("write hold or roll-back; nothing goes on because nobody answered"),
});

export const unanswered = decided
  .default("hold")
  .transform((given) => (given === "hold" ? ("hold" as const) : ("roll back" as const)));

const watched = strict({
  metric: z.enum(["errors", "slow"]).describe("errors: requests that failed; slow: requests slower than slower-than."),
  above: share.describe("The share of requests, such as 2%, above which it is a breach."),
  "slower-than": someDuration.exactOptional().describe("Of slow: longer than this is slow."),
  requests: wholeFrom(1).default(20).describe("Fewer requests are not judged."),
  "on-breach": z
    .enum(["pause", "roll-back"])
    .default("pause")
    .describe("pause: the rollout stays, and a person decides; roll-back: it goes back at once."),
})
  .refine((given) => (given.metric === "slow") === (given["slower-than"] !== undefined), {
    error: "slower-than belongs to the metric slow, and to no other",
    path: ["slower-than"],
  })
  .transform(
    ({ "slower-than": slowerThan, "on-breach": onBreach, requests, ...rest }): WatchRule => ({
      ...rest,
      atLeast: requests,
      onBreach: onBreach === "pause" ? "pause" : "roll back",
      ...(slowerThan === undefined ? {} : { slowerThan }),
    }),
  );

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
