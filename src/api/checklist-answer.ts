import { z } from "zod";
import { alertAnswer } from "./environment-answer.ts";
import { digestText, epoch, requirementKind, requirementState, texts } from "./fields.ts";
import type { Told } from "./read-only.ts";

const seen = z.object({
  part: z.string(),
  source: z.string(),
  parser: z.string(),
  at: epoch,
  digest: z.string().describe("Of the bytes that were read; empty where there are none."),
});

const part = z.object({
  id: z.string(),
  stage: z.string(),
  kind: requirementKind,
  title: z.string(),
  state: requirementState,
  reason: z.string(),
  why: z.string(),
  owner: z.string().describe("The role that owes it."),
  who: texts.describe("Names of the people who hold that role."),
  people: texts.describe("Their ids."),
  act: z.string(),
  waitsFor: texts,
  due: epoch.optional(),
  overdue: z.boolean().optional(),
  waivable: z.boolean(),
  seen: z.array(seen).describe("Where each answer came from."),
  goodUntil: epoch.nullable().describe("Until when it counts if nothing changes; null when time does not make it old."),
});

/** What `headgate checklist RELEASE --json` prints: what was looked at before production, what is not met first. */
export const checklistAnswer = z.object({
  release: z.string(),
  build: digestText,
  items: z.array(
    z.object({
      id: z.string(),
      number: z.int().min(1).describe("In the order of the process."),
      title: z.string(),
      state: requirementState.describe("The worst of its parts."),
      reason: z.string(),
      parts: z.array(part),
      met: z.boolean(),
    }),
  ),
  alerts: z.array(alertAnswer).describe("Unauthorised changes in the environments of its service."),
});

export type ChecklistAnswer = Told<typeof checklistAnswer>;
