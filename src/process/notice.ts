import { z } from "zod";
import { camelKeys } from "../config/camel-keys.ts";
import { duration, someDuration } from "../config/duration.ts";
import { strict, text } from "../config/values.ts";
import { occasions } from "../domain/notice/notice.ts";
import { id } from "./id.ts";

/** A message that an event causes. What its parts owe each other is asked by `notice-rules.ts`. */
export const notice = strict({
  id,
  on: z.enum(occasions).describe("What causes it."),
  environment: z.enum(["staging", "production"]).exactOptional().describe("Only what happens there."),
  severities: z
    .array(z.enum(["critical", "high", "medium", "low"]))
    .min(1)
    .exactOptional()
    .describe("Only a rollback or a trigger of these."),
  audience: id.exactOptional().describe("Whom headgate.yaml lists under this name, by their channel."),
  to: z
    .array(id)
    .default([])
    .describe(
      "People at their own address: a role, owner, everyone, told for whoever was told anything before, or asked for whoever is waited for.",
    ),
  every: someDuration.exactOptional().describe("Told again this often, for what lasts."),
  "at-most-every": someDuration.exactOptional().describe("Not sent again sooner than this after the last one."),
  "give-up-after": duration.describe("Who cannot be reached is tried again for so long, with growing pauses."),
  subject: text,
  body: text,
}).transform(camelKeys);
