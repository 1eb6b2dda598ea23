import type { Process } from "../domain/process/process.ts";
import { analysisRules } from "./analysis-rules.ts";
import { askedRules } from "./asked-rules.ts";
import { backupRules } from "./backups.ts";
import { calendarRules } from "./calendar-rules.ts";
import { checkRules } from "./checks.ts";
import type { Complaint } from "./complaint.ts";
import { componentRules } from "./components.ts";
import type { Config } from "./config.ts";
import { driverRules } from "./driver-rules.ts";
import { environmentRules } from "./environments.ts";
import { featureRules } from "./features.ts";
import { frameworkRules } from "./frameworks.ts";
import { hookRules } from "./hooks.ts";
import { countOf } from "./instances.ts";
import { integrationRules } from "./integrations.ts";
import { lookEveryRules } from "./look-every.ts";
import { escalationRules, messageRules } from "./messages.ts";
import { monitoringRules } from "./monitoring.ts";
import { onCallRules } from "./on-call.ts";
import { parityRules } from "./parity.ts";
import { humanRules, peopleRules } from "./people.ts";
import { fixRules } from "./planned-fixes.ts";
import { probeSourceRules } from "./probe-source-rules.ts";
import { type Reading, readDocument } from "./read-document.ts";
import { runbookRules } from "./runbook.ts";
import { type HeadgateYaml, headgate } from "./schema.ts";
import type { Sound } from "./sound.ts";
import { strategyRules } from "./strategy.ts";
import { targetRules } from "./targets.ts";
import { waitRules } from "./waits.ts";
import { watchRules } from "./watch-rules.ts";

/**
 * `headgate.yaml` as a `Config`, or everything that is wrong with it at once.
 *
 * @param file     its name as problems shall print it; nothing is opened
 * @param process  the process as shipped or forked, before this file changes it: roles, checks, metrics and audiences
 *                 that the file names must exist there
 */
export const loadConfig = (file: string, text: string, process: Process): Reading<Config> =>
  readDocument<Config, HeadgateYaml>(file, text, headgate, (given) => rules(given, process));

const rules = (given: Sound<HeadgateYaml>, process: Process): readonly Complaint[] => [
  ...humanRules("owner", given.owner, given.people),
  ...humanRules("small-team-reviewer", given["small-team-reviewer"], given.people),
  ...peopleRules(given.people, process, given.groups),
  ...environmentRules(given.environments),
  ...driverRules(given.environments),
  ...calendarRules(given.environments, given.freezes),
  ...askedRules(given.strategy, process),
  ...strategyRules(given.strategy, countOf(given.environments?.production?.instances)),
  ...analysisRules(given.analysis, given.environments?.production),
  ...watchRules(given.strategy, given.environments?.production),
  ...hookRules(given.hooks),
  ...fixRules(given["planned-fixes"], process),
  ...runbookRules(given, process),
  ...checkRules(given.checks, process),
  ...probeSourceRules(given.checks, given.environments, process),
  ...targetRules(given.targets, process),
  ...lookEveryRules(given["look-every"], process),
  ...messageRules(given.audiences, given.channels, process),
  ...parityRules(given.parity),
  ...backupRules(given.backups),
  ...monitoringRules(given.monitoring, given["on-call"]),
  ...onCallRules(given["on-call"] ?? undefined, given.people),
  ...frameworkRules(given.declared?.frameworks, process),
  ...componentRules(given.components, given["retired-components"]),
  ...integrationRules(given.integrations, given.declared?.integrations),
  ...featureRules(given.features, given.smoke, process),
  ...escalationRules(given["escalation-channel"], given.channels),
  ...waitRules(given.waits, wasDeclared(given), process),
];

/** A `practice` that could not be read is given the benefit of the doubt: it has a complaint of its own. */
const wasDeclared = (given: Sound<HeadgateYaml>): boolean =>
  Object.hasOwn(given, "practice") && given.practice !== false;
