import { z } from "zod";
import { camelKeys } from "../config/camel-keys.ts";
import { duration, someDuration } from "../config/duration.ts";
import { asks } from "../config/explain.ts";
import { strict, text, texts } from "../config/values.ts";
import { issueSources } from "../domain/incident/incident.ts";
import type { Process, Requirement } from "../domain/process/process.ts";
import { id } from "./id.ts";
import { notice } from "./notice.ts";
import { field, requirement } from "./requirement.ts";

const roleDuty = strict({
  title: text.describe("What the role does, in a line."),
  "shown-by": texts.describe(
    "Requirement ids, post:ID of a rollout, or act:note, act:decision, act:order, act:issue, act:trigger of a holder.",
  ),
}).transform(camelKeys);

const role = strict({
  id,
  title: text,
  charge: text.describe("What this role is for, in a line."),
  required: z.boolean().default(true).describe("A release cannot leave its first gate while nobody holds it."),
  duties: z.array(roleDuty).exactOptional().describe("What it does for a release, shown done or not afterwards."),
  sees: texts
    .exactOptional()
    .describe("What the war room shows to it: requirement ids, and facts written `fact:exposure`."),
});

const attempts = strict({
  owner: id.describe("The role that says why an attempt failed."),
  tests: texts
    .default([])
    .describe("Files of tests and limits, such as **/*.test.ts: a fix that changes nothing else is shown as doubtful."),
});

const analysis = strict({
  owner: id.describe("The role that owes it."),
  within: someDuration.describe("How long people may take for it."),
  fields: z.array(field).min(1, { error: "is empty; write what the form asks" }),
});

const stage = strict({
  id,
  title: text,
  purpose: text.describe("What the stage is for, in a sentence."),
  after: z.array(id).default([]).describe("Stages whose gates must be open before anything here may be started."),
  budget: duration.describe("How long it takes by plan; being late alerts and never gates."),
  period: someDuration.exactOptional().describe("The stage cannot be left earlier than this long after its start."),
  "period-most": someDuration.exactOptional().describe("The longest that its period may become."),
  "extended-by": z.array(id).exactOptional().describe("Roles that may extend its period; without it nobody may."),
  "due-within": someDuration.exactOptional().describe("How long people may take for what only they can do here."),
  attempts: attempts
    .exactOptional()
    .describe("A failure here ends the attempt; the stage is locked until a new one begins from its first step."),
  analysis: analysis
    .exactOptional()
    .describe("What is owed after a rollback for cause here; without it no other attempt begins."),
  requirements: z
    .array(requirement)
    .min(1, { error: "is empty, so that its gate would always be open; write its requirements or remove the stage" })
    .describe("What its gate asks for."),
});

const exitGate = strict({
  id,
  title: text,
  rows: texts.default([]),
  requires: z.array(id).min(1).describe("Requirements that must be met."),
});

const severity = strict({
  id: z.enum(["critical", "high", "medium", "low"]),
  means: text.describe("How to tell that a trigger is of this severity."),
  "roll-back-after": duration.exactOptional().describe("An unresolved trigger rolls back by itself after this long."),
  "escalate-after": duration.exactOptional().describe("It goes to the next person after this long."),
  "decide-within": duration.exactOptional().describe("Somebody must have decided by then."),
  "restore-within": duration
    .exactOptional()
    .describe("In production the old build must be healthy with all traffic by then, or everybody hears of it."),
}).transform(camelKeys);

const metric = strict({
  id,
  title: text,
  formula: text.describe("How it is computed, in words."),
  unit: text,
  target: z.number().describe("Exclusive: exactly the target is a miss. Rates are fractions 0 … 1, times in the unit."),
  better: z.enum(["lower", "higher"]),
  "min-sample": z.int().min(0).default(0).describe("Fewest samples before it counts."),
}).transform(camelKeys);

const output = strict({ id, title: text, requirement: id.describe("The requirement that brings it about.") });
const question = strict({ id, topic: text, asks: text });

const checklistItem = strict({
  id,
  title: text,
  requires: z.array(id).min(1).describe("Requirements that make it up; it is as good as the worst of them."),
});

const evidenceKind = strict({
  id,
  title: text,
  "shown-by": z
    .array(id)
    .default([])
    .describe("Requirements that show evidence of this kind; none: it lies elsewhere."),
}).transform(camelKeys);

const rung = strict({
  after: duration.describe("Counted from the moment at which it fell due."),
  to: z.array(id).min(1).describe("holders of the role that owes it, their deputies, the release's owner, or a role."),
});

const escalation = strict({
  subject: text.describe("Of the message; {release}, {what}, {since} and {act} are filled in, as in the body."),
  body: text,
  ladder: z.array(rung).min(1).describe("Who is told, in order; each person once for each thing."),
});

const quiet = strict({
  after: someDuration.describe("An audience that was told of the plan and hears nothing for so long is quiet."),
  close: someDuration.describe("The same in the last days before production."),
  "working-days": z.int().min(0).describe("How many days, Monday to Friday in UTC, those last days are."),
  late: someDuration.describe("The date has passed for so long, production has not begun, and nobody has said so."),
}).transform(camelKeys);

const breakGlass = strict({
  "review-within": someDuration.describe("Time until somebody else must have looked at it."),
  reviewers: z.array(id).min(1).describe("Roles one of which the reviewer holds."),
}).transform(camelKeys);

const severities = z.array(z.enum(["critical", "high", "medium", "low"]));

const issueRules = strict({
  severe: severities.min(1).describe("An open issue of one of these severities stops what stops names."),
  stops: z.array(id).min(1).describe("Requirements that cannot be begun or signed meanwhile."),
  deferrable: severities.default([]).describe("Severities that may be put off into the known issues."),
  "deferred-by": z.array(id).min(1).describe("Roles one of which puts an issue off."),
  "by-source": z
    .partialRecord(z.enum(issueSources), z.enum(["critical", "high", "medium", "low"]))
    .exactOptional()
    .describe("How bad an issue from this source always is, whatever was typed with it."),
}).transform(camelKeys);

const triggerRules = strict({
  "decided-by": z.array(id).min(1).describe("Roles one of which decides about a trigger, grades and settles it."),
  "escalate-to": z.array(id).min(1).describe("Roles whose holders hear of a trigger that nobody decides about."),
}).transform(camelKeys);

const emergency = strict({
  "review-within": someDuration.describe("Time until somebody else must have looked at the emergency."),
  reviewers: z.array(id).min(1).describe("Roles one of which the reviewer holds."),
  period: someDuration.describe("The longest that a stage's period lasts in an emergency."),
  requires: z
    .array(id)
    .min(1)
    .describe(
      "Requirements that an emergency has to meet; every rollout and an approval before production are among them.",
    ),
}).transform(camelKeys);

/** `process.yaml`, read from top to bottom: each stage with its requirements. What its parts owe each other is asked by `load.ts`. */
export const processFile = strict({
  process: text.describe("The name of the process."),
  version: z
    .string({ error: asks('write a text in quotes, such as "1.0.0"') })
    .min(1, { error: 'is empty; write a text in quotes, such as "1.0.0"' })
    .describe("Change it with every change of the process."),
  "rollback-window": someDuration.describe("How long the old build stays ready to return."),
  "rollback-window-closed-by": z
    .array(id)
    .exactOptional()
    .describe("Roles that may close a longer one of headgate.yaml once this is over; without it nobody may."),
  "rollback-target": someDuration.describe("Time from the decision until the old build is healthy and alone."),
  "due-within": someDuration.exactOptional().describe("How long people may take for what only they can do."),
  escalation: escalation.exactOptional().describe("Who hears of what is overdue."),
  "break-glass": breakGlass.exactOptional().describe("Lets one person open a waivable requirement in an emergency."),
  quiet: quiet.exactOptional().describe("When the owner is warned of an audience that hears nothing."),
  notices: z.array(notice).exactOptional().describe("Messages that events cause; no gate asks for them."),
  "messages-by": z
    .array(id)
    .exactOptional()
    .describe(
      "Roles that may write a message of their own, which a notice on message-written sends; without it nobody.",
    ),
  emergency: emergency.exactOptional().describe("What a release that is opened as an emergency still has to show."),
  roles: z.array(role).min(1),
  stages: z.array(stage).min(1),
  "exit-gates": z.array(exitGate).default([]).describe("Sets of requirements to leave the process by."),
  severities: z.array(severity).describe("How soon a trigger must be acted on."),
  issues: issueRules.exactOptional().describe("Which issues stand in the way, and which may be put off."),
  triggers: triggerRules.exactOptional().describe("Who decides about triggers, and who hears of them."),
  metrics: z.array(metric).default([]),
  outputs: z.array(output).default([]),
  "calendar-roles": z
    .array(id)
    .default([])
    .describe("Roles whose holders may declare freezes and stop the line, beside the owner of the service."),
  questions: z.array(question).default([]).describe("What the closing review asks."),
  checklist: z.array(checklistItem).default([]).describe("The checklist as people count it."),
  "evidence-kinds": z
    .array(evidenceKind)
    .default([])
    .describe("Which requirements show the evidence that controls ask for."),
}).transform(({ process, stages, ...rest }): Process => {
  const requirements = stages.flatMap((of) => of.requirements.map((one): Requirement => ({ ...one, stage: of.id })));
  const bare = stages.map(({ requirements: _, ...of }) => camelKeys(of));
  return { name: process, practice: false, ...camelKeys(rest), stages: bare, requirements };
});

export type ProcessYaml = z.input<typeof processFile>;
