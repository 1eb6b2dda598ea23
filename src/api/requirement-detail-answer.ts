import { z } from "zod";
import { faults } from "../domain/failure/failure.ts";
import { digestText, epoch, requirementKind, texts } from "./fields.ts";
import type { Told } from "./read-only.ts";
import { requirementAnswer, rolloutAnswer } from "./status-answer.ts";

const shown = z.object({ item: z.string(), of: z.string().describe("A digest, or the fact itself.") });

const finding = z.object({
  id: z.string(),
  severity: z.enum(["critical", "high", "medium", "low", "info"]),
  title: z.string(),
  where: z.string(),
  names: texts.optional().describe("Every name of the weakness."),
  component: z.string().optional().describe("What it lies in."),
  key: z.string().optional().describe("Stays the same when lines move and versions change."),
});

const figures = z.record(z.string(), z.number());
const lists = z.record(z.string(), texts);

const report = z.object({
  figures: figures.describe("Counts and measurements; times in ms, rates as fractions."),
  texts: z.record(z.string(), z.string()),
  lists,
  findings: z.array(finding),
  build: digestText.nullable().describe("The build that the report says it is about."),
  madeAt: epoch.nullable(),
  signer: z.string().nullable().describe("Person id of whoever signed it."),
  tool: z.string(),
});

const compared = z.object({
  release: z.string().nullable(),
  version: z.string(),
  build: digestText.nullable().describe("The build of the reference; null when there is none to compare with."),
  raw: digestText.nullable(),
  figures,
  lists,
  findings: z.array(finding).describe("New ones first."),
  problem: z.string().nullable(),
});

const evidence = z.object({
  requirement: z.string(),
  part: z.string(),
  format: z.string(),
  parser: z.string(),
  source: z.string(),
  raw: digestText.describe("Of the bytes that were read."),
  at: epoch,
  build: digestText,
  environment: z.string().nullable(),
  report: report.nullable().describe("Null when it could not be read."),
  problem: z.string().nullable().describe("Why it could not be read, or could not be asked."),
  madeFrom: z.array(shown).optional(),
  compared: compared.optional(),
  vex: z.object({ raw: digestText, madeAt: epoch }).optional(),
  by: z.string().optional().describe("Who handed it in; absent: Headgate looked itself."),
  again: z
    .object({ at: epoch, raw: digestText, madeAt: epoch.optional() })
    .optional()
    .describe("The last look since that found the same."),
});

const approval = z.object({
  by: z.string(),
  role: z.string(),
  at: epoch,
  shown: z.array(shown),
  shownDigest: digestText,
  conflict: z.object({ duty: z.string(), reviewer: z.string() }).nullable(),
  for: z.string().optional().describe("In whose stead a deputy signed."),
  over: texts.optional().describe("What was not met when it was signed."),
  via: z
    .object({
      request: digestText.optional(),
      session: z.string().optional(),
      token: z.string().optional(),
      hook: z.string().optional(),
      proof: z.enum(["password", "code", "passkey", "single sign-on"]).optional(),
    })
    .optional()
    .describe("How a signature came over a server, and by what its signer proved who they are."),
});

const waiver = z.object({
  requestedBy: z.string(),
  requestedAt: epoch,
  reason: z.string(),
  risk: z.string(),
  control: z.string(),
  expires: epoch,
  grantedBy: z.string().nullable(),
});

const record = z.object({
  by: z.string(),
  at: epoch,
  raw: digestText,
  fields: z.record(z.string(), z.string()),
});

const document = z.object({
  by: z.string(),
  at: epoch,
  document: digestText,
  madeFrom: z.array(shown),
  lacks: texts.optional(),
});

const formField = z.object({
  name: z.string(),
  asks: z.string(),
  required: z.boolean(),
  holds: z
    .enum(["build", "issues"])
    .optional()
    .describe("`build`: it names this build by its digest. `issues`: each line of it but `none` becomes an issue."),
});

const draft = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sign") }),
  z.object({
    kind: z.literal("waiver"),
    reason: z.string(),
    risk: z.string(),
    control: z.string(),
    expires: epoch,
  }),
  z.object({ kind: z.literal("record"), fields: z.record(z.string(), z.string()), raw: digestText }),
]);

const seen = z.object({ works: z.boolean(), note: z.string(), by: z.string(), at: epoch });

/** What `headgate show RELEASE REQUIREMENT --json` prints: everything that a release knows of one requirement. */
export const requirementDetailAnswer = z.object({
  status: requirementAnswer,
  definition: z
    .looseObject({ id: z.string(), stage: z.string(), kind: requirementKind, title: z.string() })
    .nullable()
    .describe("As the process of the release has it; null for what no process file asks: roles, tasks."),
  evidence: z.array(evidence),
  approval: approval.nullable(),
  waiver: waiver.nullable(),
  record: record.nullable(),
  document: document.nullable(),
  deliveries: z.record(z.string(), z.object({ delivered: z.boolean(), at: epoch, detail: z.string() })),
  rollouts: z.array(rolloutAnswer),
  text: z.string().optional().describe("Of a document that Headgate wrote."),
  signature: z
    .object({ statement: z.string(), shown: z.array(shown), digest: digestText, build: digestText })
    .optional()
    .describe("Of an approval: the statement, what it stands on now, and the digest that a signature is for."),
  form: z.array(formField).optional().describe("The questions of what people file: a record, a review, an analysis."),
  proposal: z
    .object({ by: z.string(), at: epoch, note: z.string(), draft })
    .optional()
    .describe("What somebody drafted for a person to take up."),
  alert: z.string().optional().describe("Id of a test alert that waits for somebody to acknowledge it."),
  features: z
    .array(z.object({ story: z.string(), title: z.string(), role: z.string(), seen: seen.nullable() }))
    .optional()
    .describe("What no machine looks at: somebody with the role says whether it works."),
  failure: z
    .object({ attempt: z.int(), fault: z.enum(faults).nullable().describe("Null: nobody has said yet.") })
    .optional()
    .describe("Of an attempt that failed and locks its stage."),
});

export type RequirementDetailAnswer = Told<typeof requirementDetailAnswer>;
