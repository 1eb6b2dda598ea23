import { z } from "zod";
import { route } from "../make-route.ts";
import { id } from "../values.ts";

/** What other systems send by themselves. Who calls is shown by a signature of the bytes, or by a token of the agent. */
export const takeHook = route({
  name: "takeHook",
  method: "POST",
  path: "/api/v1/hooks/{hook}",
  tag: "Hooks",
  summary: "What another system sends: alerts, evidence or tickets, signed as Standard Webhooks say",
  needs: "nobody",
  params: z.strictObject({ hook: id.describe("Its name under webhooks: in server.yaml.") }),
  body: "application/json",
  answer: z.object({
    taken: z.array(
      z.object({
        key: z.string().describe("Of the alert, the check or the ticket, as the sender calls it."),
        ok: z.boolean().describe("False: it was refused, and that stands in the history of the release."),
        says: z.array(z.string()),
      }),
    ),
  }),
  refuses: [
    ...(["HOOK_UNKNOWN", "HOOK_REFUSED", "HOOK_LATE", "NOT_PERMITTED", "BODY_TOO_LARGE", "KEY_REUSED"] as const),
    ...(["RELEASE_NOT_FOUND", "UNKNOWN_REQUIREMENT"] as const),
  ],
});
