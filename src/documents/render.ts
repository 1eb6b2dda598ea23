import { archive } from "./archive.ts";
import { backupReport } from "./backup-report.ts";
import { baseline } from "./baseline.ts";
import { briefing } from "./briefing.ts";
import { checklistReport } from "./checklist-report.ts";
import { closureReport } from "./closure-report.ts";
import { communicationPlan } from "./communication-plan.ts";
import { drillReport } from "./drill-report.ts";
import { executionLog } from "./execution-log.ts";
import type { DocumentInput } from "./input.ts";
import { metricsReport } from "./metrics-report.ts";
import { monitoringReport } from "./monitoring-report.ts";
import type { Template } from "./page.ts";
import { periodIssues, periodReport } from "./period-reports.ts";
import { releaseNotes } from "./release-notes.ts";
import { releasePlan } from "./release-plan.ts";
import { rollbackPlan } from "./rollback-plan.ts";
import { runbook } from "./runbook.ts";
import { signOff } from "./sign-off.ts";
import { stagingReport } from "./staging-report.ts";
import { strategyRecord } from "./strategy-record.ts";
import { validationReport } from "./validation-report.ts";

/** Generators by the name that the process calls them by. */
const generators: ReadonlyMap<string, Template> = new Map([
  ["strategy-record", strategyRecord],
  ["release-plan", releasePlan],
  ["communication-plan", communicationPlan],
  ["rollback-plan", rollbackPlan],
  ["runbook", runbook],
  ["staging-report", stagingReport],
  ["monitoring-report", monitoringReport],
  ["backup-report", backupReport],
  ["drill-report", drillReport],
  ["checklist-report", checklistReport],
  ["briefing", briefing],
  ["baseline", baseline],
  ["execution-log", executionLog],
  ["validation-report", validationReport],
  ["period-tests", periodReport("period-tests")],
  ["period-health", periodReport("period-health")],
  ["period-performance", periodReport("period-performance")],
  ["period-security", periodReport("period-security")],
  ["period-feedback", periodReport("period-feedback")],
  ["period-issues", periodIssues],
  ["release-notes", releaseNotes],
  ["metrics-report", metricsReport],
  ["sign-off", signOff],
  ["closure-report", closureReport],
  ["archive", archive],
]);

export const templates: readonly string[] = [...generators.keys()];

/** The document as Markdown, one line break at its end; null when there is no such template. Same facts, same bytes. */
export const render = (template: string, input: DocumentInput): string | null => {
  const document = generators.get(template)?.(input);
  return document === undefined ? null : `${document.md}\n`;
};
