/** A scan that found these weaknesses, all critical. */
export const sarif = (...critical: readonly string[]): string => {
  const rules = critical.map((id) => ({ id, properties: { "security-severity": "9.8" } }));
  const results = critical.map((ruleId) => ({ ruleId, level: "error", message: { text: ruleId } }));
  return JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "scanner", rules } }, results }] });
};
