import type { Finding } from "../domain/release/evidence.ts";

/** How many findings there are of each severity; `total` counts those of no severity too. */
export const severityFigures = (findings: readonly Finding[]) => {
  const count = (severity: Finding["severity"]) => findings.filter((one) => one.severity === severity).length;
  return {
    critical: count("critical"),
    high: count("high"),
    medium: count("medium"),
    low: count("low"),
    total: findings.length,
  };
};
