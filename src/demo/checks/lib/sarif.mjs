import { build } from "./figures.mjs";

/** Scores in the middle of their range, as scanners give them to say a severity in SARIF. */
const scores = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/** SARIF 2.1.0 of findings `{ id, severity, title, where }`. */
export const sarifReport = (tool, began, findings) => {
  const ids = [...new Set(findings.map(({ id }) => id))];
  const severityOf = (id) => findings.find((finding) => finding.id === id).severity;
  const rules = ids.map((id) => ({ id, properties: { "security-severity": scores[severityOf(id)] } }));
  const run = {
    tool: { driver: { name: tool, rules } },
    invocations: [{ executionSuccessful: true, startTimeUtc: began, endTimeUtc: new Date().toISOString() }],
    results: findings.map((finding) => ({
      ruleId: finding.id,
      ruleIndex: ids.indexOf(finding.id),
      level: "error",
      message: { text: finding.title },
      locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(finding.where) } } }],
    })),
    ...(build() === null ? {} : { properties: { "build.digest": build() } }),
  };
  return JSON.stringify(
    { version: "2.1.0", $schema: "https://json.schemastore.org/sarif-2.1.0.json", runs: [run] },
    null,
    2,
  );
};
