/** The build that the caller says it is about, as its digest. */
export const build = () => process.env.HEADGATE_BUILD || null;

/** Headgate's own report format. `findings` are `{ id, severity, title, where }`. */
export const figuresReport = (tool, figures, findings, lists = {}) =>
  JSON.stringify({ figures, lists, findings, build: build(), madeAt: new Date().toISOString(), tool }, null, 2);

/**
 * Runs cases one after the other. A case is `{ id, severity, where, holds }`; `holds()` resolves to null when all is
 * well and to the problem in words when it is not. One that throws is a problem too.
 *
 * @returns the findings: one per case that does not hold
 */
export const findingsOf = async (cases) => {
  const findings = [];
  for (const { id, severity, where, holds } of cases) {
    const title = await holds().catch((error) => `it could not be tried: ${error.message}`);
    if (title !== null) findings.push({ id, severity, title, where });
  }
  return findings;
};
