// node security.mjs <base url> [figures|sarif]: headers, closed doors, methods, paths and inputs of the running shop.
import { figuresReport, findingsOf } from "./lib/figures.mjs";
import { runOnShop } from "./lib/run.mjs";
import { sarifReport } from "./lib/sarif.mjs";
import { securityCases } from "./security-cases.mjs";

runOnShop(["[figures|sarif]"], async ({ base, ask }, format = "figures") => {
  if (!["figures", "sarif"].includes(format)) throw new Error(`the format is figures or sarif, not ${format}`);
  const began = new Date().toISOString();
  const cases = securityCases(base, ask);
  const findings = await findingsOf(cases);
  return format === "sarif"
    ? sarifReport("shop security", began, findings)
    : figuresReport("shop security", { checked: cases.length, failed: findings.length }, findings);
});
