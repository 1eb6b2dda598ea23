import { z } from "zod";
import { route } from "../make-route.ts";
import { environment, id, moment, text, zone } from "../values.ts";

const there = z.strictObject({ environment });
/** What the engine says of itself, as it is: digests, names, moments in milliseconds, and nothing secret. */
const told = z.record(z.string(), z.unknown());

export const adopt = route({
  name: "adopt",
  repeatable: true,
  method: "POST",
  path: "/api/v1/environments/{environment}/adopt",
  tag: "Environments",
  summary: "State which build an environment runs now, as the way back",
  needs: "operate",
  params: there,
  body: z.strictObject({ build: z.string().min(1).max(500), version: z.string().min(1).max(100), reason: text }),
  answer: told,
  refuses: ["BUILD_INVALID", "ENVIRONMENT_HELD"],
});

export const takeDown = route({
  name: "takeDown",
  repeatable: true,
  method: "POST",
  path: "/api/v1/environments/{environment}/down",
  tag: "Environments",
  summary: "Stop everything that runs in an environment",
  needs: "operate",
  params: there,
  body: z.strictObject({ reason: text }),
  answer: told,
  refuses: ["ENVIRONMENT_HELD"],
});

export const unstick = route({
  name: "unstick",
  repeatable: true,
  method: "POST",
  path: "/api/v1/environments/{environment}/unstick",
  tag: "Environments",
  summary: "Take an environment from a rollout that does not end; moves no traffic",
  needs: "operate",
  params: there,
  body: z.strictObject({ reason: text }),
  answer: told,
  refuses: ["ENVIRONMENT_FREE"],
});

export const releaseHold = route({
  name: "releaseHold",
  repeatable: true,
  method: "POST",
  path: "/api/v1/environments/{environment}/release-hold",
  tag: "Environments",
  summary: "Let a build that was rolled back be tried again",
  needs: "operate",
  params: there,
  body: z.strictObject({ version: z.string().min(1).max(200), reason: text }),
  answer: told,
});

export const lookAt = route({
  name: "lookAt",
  method: "GET",
  path: "/api/v1/environments/{environment}/look",
  tag: "Environments",
  summary: "What really runs and is routed there now, as instances and router say",
  needs: "see",
  params: there,
  answer: told,
});

export const seenTraffic = route({
  name: "seenTraffic",
  method: "GET",
  path: "/api/v1/environments/{environment}/traffic",
  tag: "Environments",
  summary: "How much traffic an environment has, from two looks at its counts",
  needs: "see",
  params: there,
  query: z.strictObject({ length: z.coerce.number().int().min(100).max(60_000).describe("Between the looks, in ms.") }),
  answer: told,
});

const environments = z.array(environment).min(1).max(2);
const act = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("DeclareFreeze"),
    title: text,
    reason: text,
    service: id.nullable().describe("Null: every service on this journal."),
    environments,
    from: moment,
    to: moment,
    zone,
  }),
  z.strictObject({ type: z.literal("LiftFreeze"), id, reason: text }),
  z.strictObject({ type: z.literal("OverrideFreeze"), id, release: id, environments, reason: text }),
  z.strictObject({ type: z.literal("StopLine"), service: id.nullable(), reason: text }),
  z.strictObject({ type: z.literal("ReleaseLine"), service: id.nullable(), reason: text }),
]);

export type CalendarAct = z.infer<typeof act>;

export const actOnCalendar = route({
  name: "actOnCalendar",
  repeatable: true,
  method: "POST",
  path: "/api/v1/calendar",
  tag: "Calendar",
  summary: "Declare, lift or override a freeze; stop the line or let it go on",
  needs: "operate",
  body: act,
  answer: z.object({
    events: z.array(z.record(z.string(), z.unknown())),
    note: z.string().nullable(),
    asked: z.array(z.string()).describe("Releases whose planned time was judged anew."),
    failed: z.array(z.string()),
  }),
});

export const probe = route({
  name: "probe",
  method: "POST",
  path: "/api/v1/probes",
  tag: "Evidence",
  summary: "Try the probes of a check now; nothing is recorded",
  needs: "prepare",
  body: z.strictObject({
    requirement: id,
    part: z.string().max(200).default(""),
    environment: environment.optional(),
  }),
  answer: told,
  refuses: ["NO_PROBES", "UNKNOWN_REQUIREMENT"],
});

export const drillBackups = route({
  name: "drillBackups",
  method: "POST",
  path: "/api/v1/backups/drills",
  tag: "Evidence",
  summary: "Restore the newest backups to a scratch place, and see what comes back",
  needs: "operate",
  body: z.strictObject({ store: id.nullable().default(null) }),
  answer: z.object({ drills: z.array(told) }),
  refuses: ["PROBE_FAILED"],
});
