import { z } from "zod";
import { camelKeys } from "./camel-keys.ts";
import { someDuration } from "./duration.ts";
import { share, strict } from "./values.ts";

const latency = strict({
  "slower-than": someDuration.prefault("500ms").describe("A request that takes longer counts as slow."),
  share: share.prefault("5%").describe("At most this share of requests may be slow."),
}).transform(camelKeys);

/** Absolute limits: they also speak where there is no baseline to compare with. */
export const guardrails = strict({
  "error-rate": share.prefault("1%").describe("Share of the candidate's requests that may fail."),
  latency: latency.prefault({}).describe("How many of the candidate's requests may be slow."),
  action: z
    .enum(["auto", "pause", "rollback"])
    .default("auto")
    .describe("What a broken limit does; auto: a rollback once all traffic is the candidate's, a pause before."),
}).transform(camelKeys);
