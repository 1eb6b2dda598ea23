import type { Issue } from "../incident/incident.ts";

/** For a message: that nothing major happened is said only where it is true (R191). */
export const issuesInWords = (issues: readonly Issue[], rolledBack: number): string => {
  const major = issues.filter(({ severity }) => severity === "critical" || severity === "high");
  const back = rolledBack === 0 ? "" : `${rolledBack} attempt(s) were rolled back; see the record. `;
  if (issues.length === 0) return rolledBack === 0 ? "No major issues. Nothing had to be rolled back." : back.trim();
  const open = issues.filter(({ state }) => state === "open").length;
  const count = `${issues.length} issue(s), ${open} still open`;
  return major.length === 0 && rolledBack === 0
    ? `No major issues; ${count}.`
    : `${back}${count}, ${major.length} of them critical or high${major.length === 0 ? "" : `: ${major.map(({ id, title }) => `${id} ${title}`).join("; ")}`}.`;
};
