import { z } from "zod";
import { alertAnswer } from "./environment-answer.ts";
import { moment, requirementKind, requirementState } from "./fields.ts";

/** One requirement as every surface tells it. `id` is stable: it is the process's own. */
export const requirementAnswer = z.object({
  id: z.string(),
  stage: z.string(),
  kind: requirementKind,
  title: z.string(),
  state: requirementState,
  reason: z.string().describe("Why it is in this state, in words."),
  why: z.string().describe("Why it matters."),
  act: z.string().describe("What can be done about it now, as a command that can be typed; empty when it is met."),
  owner: z.string().describe("The role that owes it."),
  who: z.array(z.string()).describe("Names of the people who hold that role."),
  needs: z
    .string()
    .regex(/^(?:anyone|human:.+)$/)
    .describe("`human:<role>` (or a person): an agent cannot do it, only prepare and propose it; else `anyone`."),
  waitsFor: z.array(z.string()).describe("Ids of what has to be met first."),
  due: moment.optional().describe("By when people owe it; absent while nobody has to act."),
  overdue: z.boolean().optional(),
  proposed: z
    .object({ by: z.string(), kind: z.enum(["sign", "waiver", "record"]), note: z.string() })
    .optional()
    .describe("What somebody drafted for a person to take up."),
});

export const stageAnswer = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(["open", "waiting", "done"]),
  met: z.int(),
  of: z.int(),
  notBefore: moment.nullable().describe("When it may be left at the earliest."),
  dueBy: moment.nullable().describe("By when it has to be left for the date of production to hold; it never gates."),
  late: z.boolean().describe("It is open, and that moment is over."),
});

/** One rollout. `step` counts from 1. */
export const rolloutAnswer = z.object({
  id: z.string(),
  environment: z.string(),
  purpose: z.enum(["deploy", "drill"]),
  phase: z.enum(["waiting", "progressing", "rolling-back", "promoted", "rolled-back", "closed"]),
  candidate: z.string(),
  baseline: z.string().nullable(),
  step: z.int().min(1),
  steps: z.int().min(1),
  weight: z.number().describe("The candidate's share of traffic as last read back, in percent."),
  bakeLeft: z.number().nullable().describe("In ms; null while the step's weight is not confirmed."),
  closed: z.array(z.string()).describe("What keeps it on this step, in words."),
  verdict: z.object({ outcome: z.enum(["pass", "fail", "inconclusive", "error"]), reason: z.string() }).nullable(),
  paused: z.object({ by: z.string(), reason: z.string() }).nullable(),
  frozen: z.string().nullable().describe("Why the calendar lets nothing advance; null when it does."),
  waits: z
    .array(
      z.object({
        wait: z.enum(["go", "pause", "runbook"]),
        until: moment,
        otherwise: z.enum(["hold", "roll back", "go on"]).describe("What is done when nobody answered by then."),
        role: z.string().describe('Who is asked; "" for whoever answers for the rollout.'),
        step: z.int().nullable().describe("Number of the runbook's step, where it is one."),
        title: z.string(),
        over: z.boolean().describe("Nobody answered in time, and that was told."),
      }),
    )
    .optional()
    .describe("People who are waited for, until when, and what happens then; absent when nobody is."),
  failure: z.string().nullable().describe("The last failure on this step; it is tried again."),
  keepUntil: moment.nullable().describe("Until when the baseline is kept as the way back."),
  rollback: z.object({ by: z.string(), reason: z.string(), severity: z.string() }).nullable(),
  pointOfNoReturn: moment
    .optional()
    .describe("A rollback must begin by then to end inside the booked window; absent without one."),
});

/** What `headgate status RELEASE --json` prints. */
export const statusAnswer = z.object({
  release: z.string(),
  service: z.string(),
  version: z.string(),
  digest: z.string(),
  commit: z.string(),
  phase: z.enum(["none", "open", "closed", "rejected", "cancelled"]),
  endReason: z.string(),
  owner: z.string(),
  authorsUnknown: z
    .array(z.string())
    .describe("Authors of the build that are nobody of the release: nobody can say that they are not its approvers."),
  breakGlass: z
    .array(
      z.object({
        requirement: z.string(),
        by: z.string(),
        at: moment,
        reason: z.string(),
        review: z.enum(["done", "owed", "overdue"]),
        reviewBy: moment,
      }),
    )
    .describe("What one person opened alone in an emergency."),
  strategy: z.string(),
  process: z.string().describe("Name and version of the process that the release pins."),
  practice: z.boolean().describe("Waiting periods are shorter than the process allows for real releases."),
  openedAt: moment,
  productionAt: moment.nullable(),
  at: moment.describe("For when this was computed."),
  running: z
    .array(z.object({ environment: z.string(), version: z.string().nullable(), digest: z.string().nullable() }))
    .optional()
    .describe("The known-good build in each environment; null where none was stated. Absent where nobody looked."),
  served: z.int().describe("Requests in production that this build was seen to answer."),
  stages: z.array(stageAnswer),
  blockedBy: z.array(requirementAnswer).describe("What blocks now and waits for nothing else."),
  rollouts: z.array(rolloutAnswer).describe("The last one of each environment and purpose with the present build."),
  exitGates: z.array(
    z.object({ id: z.string(), title: z.string(), open: z.boolean(), blockedBy: z.array(z.string()) }),
  ),
  requirements: z.array(requirementAnswer).optional().describe("All of them, under --all."),
  alerts: z
    .array(alertAnswer)
    .optional()
    .describe("Unauthorised changes in the environments; absent when there are none."),
});

/** A release in a list. */
export const listedAnswer = z.object({
  id: z.string(),
  service: z.string(),
  version: z.string(),
  phase: z.string(),
  stage: z.string(),
  blocking: z.int(),
  over: z.boolean().describe("Nothing is still to be done for it, by anybody."),
  updatedAt: moment,
  problem: z.string().nullable().describe("Why its history cannot be read; null when it can."),
});

/** What `headgate status --json` prints. */
export const releasesAnswer = z.object({
  releases: z.array(listedAnswer),
  alerts: z.array(alertAnswer).describe("Unauthorised changes in the environments."),
});

export type RequirementAnswer = z.infer<typeof requirementAnswer>;
export type RolloutAnswer = z.infer<typeof rolloutAnswer>;
export type StatusAnswer = z.infer<typeof statusAnswer>;
export type ReleasesAnswer = z.infer<typeof releasesAnswer>;
