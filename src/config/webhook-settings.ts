import { z } from "zod";
import { secretName } from "./sign-in-settings.ts";
import { name, strict, text } from "./values.ts";

const webhook = strict({
  kind: z.enum(["alertmanager", "evidence", "tickets"]).describe("What it brings."),
  secret: secretName.describe("$NAME of the variable with the secret that signs each call: whsec_…"),
  as: text.describe("Id of the agent in headgate.yaml as which it acts."),
  "rolls-back": z
    .boolean()
    .default(false)
    .describe("Of alertmanager alone: an alert counts as measured, so that a critical one goes back by itself."),
}).transform(({ "rolls-back": rollsBack, ...rest }) => ({ ...rest, rollsBack }));

/** Calls from other systems, signed by a secret of each (Standard Webhooks). */
export const webhooks = z.record(name, webhook).default({}).describe("Signed calls that are taken, by name.");

export type WebhookSettings = z.output<typeof webhook>;
