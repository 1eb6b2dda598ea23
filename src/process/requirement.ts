import { z } from "zod";
import { camelKeys } from "../config/camel-keys.ts";
import { someDuration } from "../config/duration.ts";
import { asks } from "../config/explain.ts";
import { strict, text, texts } from "../config/values.ts";
import { duty } from "./duty.ts";
import { id } from "./id.ts";
import { rule } from "./rule.ts";

const common = {
  id,
  title: text,
  rows: texts.default([]).describe("Rows and approvals of the requirements that it answers, for tracing."),
  owner: id.describe("The role that owes it."),
  why: text.describe("Why it matters, in a sentence for the person who is blocked by it."),
  waivable: z.boolean().default(true).describe("Whether a signed, expiring waiver may stand in for it."),
  "break-glass": z
    .boolean()
    .exactOptional()
    .describe("false: not even in an emergency. What is never waivable can never be opened so either."),
  after: z.array(id).default([]).describe("Requirements that must be met before this one can be done."),
};

const freshness = strict({
  within: someDuration.describe("How old it may be."),
  at: id.exactOptional().describe("Counted to the first start of this stage; without it, or before that, to now."),
});

const circumstance = z.union(
  [
    z.enum(["migration", "batches", "bound", "integrations"]),
    z.templateLiteral([z.enum(["framework:", "browser:"]), z.string().regex(/[a-z][a-z0-9-]*/)]),
  ],
  {
    error: asks("write bound, integrations, migration, batches, framework:NAME such as framework:pci, or browser:NAME"),
  },
);

const check = strict({
  kind: z.literal("check"),
  ...common,
  reports: texts.default([]).describe("Report formats that may answer it; none when only a probe may."),
  parts: texts.default([]).describe("Each part needs a report of its own."),
  vex: texts.exactOptional().describe("Formats of VEX documents that may take findings out of the count."),
  "compared-with": text
    .exactOptional()
    .describe("`production`, for the report of the build that runs there; else another check of this release."),
  applies: z
    .record(text, z.array(circumstance).min(1))
    .exactOptional()
    .describe(
      "What makes a part apply: bound by headgate.yaml, integrations that are declared, migration, batches that leave both versions to answer, or framework:NAME or browser:NAME that is declared.",
    ),
  matrix: z
    .boolean()
    .exactOptional()
    .describe("Its parts are one set of runs: where some are missing, what the others say is partial."),
  probe: text.exactOptional().describe("A built-in probe that answers it, when the service binds nothing else."),
  "looks-at": z
    .array(text)
    .exactOptional()
    .describe("What the probe's answer stands on, like shows: when that changes, it is asked again."),
  rules: z.array(rule).default([]).describe("What must hold of the report."),
  freshness: freshness.exactOptional(),
  until: id
    .exactOptional()
    .describe("It tells what was before this stage's rollout began: from then on it is neither asked nor answered."),
  every: z
    .union([someDuration, z.array(strict({ for: someDuration.exactOptional(), every: someDuration })).min(1)], {
      error: asks("write a length such as 1d, or a list such as [{ for: 24h, every: 1h }, { every: 1d }]"),
    })
    .exactOptional()
    .describe(
      "Asked again this often while its stage is open; a list begins with the period, each entry for its time.",
    ),
  during: id
    .exactOptional()
    .describe(
      "The rollout while which it is asked again; when that has all traffic it is asked once more, and no more.",
    ),
  raises: z
    .enum(["critical", "high", "medium", "low"])
    .exactOptional()
    .describe("Severity of the trigger, and of the issue, when it fails while the build is in service."),
  signers: z.array(id).default([]).describe("Roles one of which the signer of the report must hold."),
  "superseded-by-stage": z
    .boolean()
    .default(false)
    .describe("The report must name the digest of every other report of its stage, or it is stale."),
  "tasks-in": id.exactOptional().describe("Conditions in the report open tasks, which count in this stage's gate."),
}).transform(camelKeys);

const shows = z.array(text).default([]);

const approval = strict({
  kind: z.literal("approval"),
  ...common,
  statement: text.describe("What the person signs."),
  shows: shows.describe("What is shown before signing: requirement ids, and facts written `fact:schedule`."),
  duties: z.array(duty).default([]).describe("Who may not sign."),
  expires: freshness.exactOptional(),
  "due-within": someDuration.exactOptional().describe("How long people may take once it can be signed."),
}).transform(camelKeys);

const document = strict({
  kind: z.literal("document"),
  ...common,
  template: text.exactOptional().describe("The generator that writes it; without one a person files it."),
  shows: shows.describe("What it is made from: requirement ids, and facts written `fact:schedule`."),
  sections: z
    .array(
      strict({
        names: z
          .array(text.regex(/^[\p{L}\p{N}]+$/u, { error: asks("write one word, such as contacts") }))
          .min(1, { error: "is empty; write a word that its heading holds" })
          .describe("Words, one of which its heading holds; it is called by the first."),
        when: z.enum(["data-changes"]).exactOptional().describe("Only where hooks change data."),
      }),
    )
    .exactOptional()
    .describe("What it has to speak of, each under a heading of its own; a document that lacks one is not taken."),
}).transform(camelKeys);

export const field = strict({
  name: text,
  asks: text,
  required: z.boolean().default(true),
  holds: z
    .enum(["build", "issues"])
    .exactOptional()
    .describe("build: it must name this build by its digest. issues: each line but none becomes an issue."),
});

const record = strict({
  kind: z.literal("record"),
  ...common,
  fields: z.array(field).min(1, { error: "is empty; write what the form asks" }),
}).transform(camelKeys);

const message = strict({
  kind: z.literal("message"),
  ...common,
  audience: id,
  subject: text,
  body: text,
  "lead-time": someDuration.exactOptional().describe("How long before production it is due by plan."),
}).transform(camelKeys);

const post = strict({
  id,
  title: text.describe("Who is meant, for people: `QA Lead`."),
  role: id.describe("The role whose holder, or named deputy, says to be there."),
  within: someDuration.describe("How long before the start it may be said at the earliest."),
  "on-call": z
    .boolean()
    .exactOptional()
    .describe(
      "Whoever the roster has on call, if there is one; and somebody else hears of what they leave unanswered.",
    ),
}).transform(camelKeys);

const recheck = strict({
  within: someDuration.describe("A look that is older is taken once more before it begins."),
  checks: z.array(id).min(1).describe("Checks that a machine asks at once, and that wake nobody."),
});

const rollout = strict({
  kind: z.literal("rollout"),
  ...common,
  environment: z.enum(["staging", "production"]),
  purpose: z.enum(["deploy", "drill"]),
  "agents-may-start": z
    .boolean()
    .default(false)
    .describe("An agent may start it too; else only a person who holds the owner's role."),
  posts: z.array(post).exactOptional().describe("Who has to be there when it begins."),
  recheck: recheck.exactOptional().describe("What is looked at once more when somebody starts it."),
}).transform(camelKeys);

/** One thing that a gate asks for, without the stage that it stands in. */
export const requirement = z.discriminatedUnion("kind", [check, approval, document, record, message, rollout]);
