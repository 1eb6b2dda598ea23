import type { Issue } from "../domain/incident/incident.ts";
import { issuesInWords, nameOfIssue } from "../domain/incident/issues-in-words.ts";
import type { Probe } from "../probes/port.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { told } from "./probe-answer.ts";

/** The log of issues that Headgate keeps, as the list of one release (R60). Graded by nobody is decided by nobody. */
export const issuesProbe =
  (deps: Deps, { release }: Loaded): Probe =>
  async (question) => {
    const open = release.issues.filter(({ state }) => state === "open");
    const deferred = release.issues.filter(({ state }) => state === "deferred");
    const of = (severity: Issue["severity"]): number => open.filter((one) => one.severity === severity).length;
    // The one list that was read; it may well be empty.
    const figures = {
      checked: 1,
      issues: release.issues.length,
      openCritical: of("critical"),
      openHigh: of("high"),
      undecided: of("medium") + of("low"),
      deferred: deferred.length,
    };
    const findings = [...open, ...deferred].map((one) => ({
      id: nameOfIssue(one),
      severity: one.severity,
      title: one.deferral === null ? one.title : `${one.title}; put off: ${one.deferral.plan}`,
      where: one.environment,
    }));
    return told(deps, question, "issues", figures, findings, { verdict: issuesInWords(release) });
  };
