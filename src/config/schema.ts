import { z } from "zod";
import { analysis } from "./analysis.ts";
import { audit, dataProtection } from "./audit.ts";
import { backups } from "./backups.ts";
import { browsers } from "./browsers.ts";
import { freezes } from "./calendar.ts";
import { camelKeys } from "./camel-keys.ts";
import { checks, data, smoke } from "./checks.ts";
import { components, retiredComponents } from "./components.ts";
import type { Config } from "./config.ts";
import { database } from "./database.ts";
import { environments } from "./environments.ts";
import { asks } from "./explain.ts";
import { features } from "./features.ts";
import { guardrails } from "./guardrails.ts";
import { hooks } from "./hooks.ts";
import { integrations } from "./integrations.ts";
import { logs } from "./logs.ts";
import { lookEvery } from "./look-every.ts";
import { audiences, channels } from "./messages.ts";
import { monitoring } from "./monitoring.ts";
import { onCall } from "./on-call.ts";
import { parity } from "./parity.ts";
import { groups, people, withGroups } from "./people.ts";
import { plannedFixes } from "./planned-fixes.ts";
import { runbook } from "./runbook.ts";
import { running } from "./running.ts";
import { strategy } from "./strategy.ts";
import { targets } from "./targets.ts";
import { name, strict, text, texts } from "./values.ts";
import { waits } from "./waits.ts";

const declared = strict({
  browsers,
  integrations: texts.default([]).describe("Outside systems that the integration tests must cover."),
  frameworks: texts.default([]).describe("Control frameworks that apply, such as soc2."),
});

/** `headgate.yaml`: its shape, its defaults, and what each key means. What its parts owe each other is asked by `load.ts`. */
export const headgate = strict({
  service: name.describe("What is released."),
  owner: z
    .string({ error: asks("write the id of the person who answers for the service") })
    .describe("Id of the one person who answers for the service."),
  "small-team-reviewer": text
    .nullable()
    .default(null)
    .describe("Who reviews afterwards what a small team could not separate; without one, duties are never relaxed."),
  people,
  groups,
  environments,
  strategy: strategy.prefault({}).describe("How a build takes over from the one before it."),
  hooks: hooks.prefault({}).describe("Commands at named points of a rollout, such as migrations."),
  runbook,
  smoke,
  data,
  checks,
  targets,
  "look-every": lookEvery,
  guardrails: guardrails.prefault({}).describe("How much harm is too much, whatever the baseline does."),
  analysis: analysis.prefault({}).describe("How the candidate is compared with the baseline, and how sure to be."),
  declared: declared.prefault({}).describe("What reports must cover for this service."),
  audiences,
  channels,
  "escalation-channel": text
    .nullable()
    .default(null)
    .describe("The channel by which people hear that something of theirs is overdue; else the first of channels."),
  monitoring: monitoring.prefault({}).describe("How the service is watched: dashboards, and where alerts go."),
  "on-call": onCall,
  logs: logs.prefault({}).describe("Logs that must arrive where people search them."),
  "planned-fixes": plannedFixes,
  components,
  "retired-components": retiredComponents,
  integrations,
  features,
  audit,
  "data-protection": dataProtection,
  waits: waits.prefault({}).describe("Waiting periods, where they differ from the process."),
  freezes,
  parity,
  running,
  backups,
  database,
  practice: z
    .boolean()
    .default(false)
    .describe("Allows waiting periods below the process's own; every document of the release then says so."),
}).transform(({ groups, people, ...parts }): Config => ({ ...camelKeys(parts), people: withGroups(people, groups) }));

export type HeadgateYaml = z.input<typeof headgate>;
