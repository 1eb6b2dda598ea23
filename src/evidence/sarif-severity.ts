import type { Finding } from "../domain/release/evidence.ts";
import type { Result, Rule, Run } from "./sarif-schema.ts";
import { byScore } from "./severity.ts";
import { unreadable } from "./unreadable.ts";

/**
 * By the CVSS-like `security-severity` of the result's rule (9 critical, 7 high, 4 medium, above 0 low), else by level.
 *
 * @throws Unreadable when the score is no number of 0 … 10
 */
export const severityOf = (rule: Rule | undefined, result: Result): Finding["severity"] => {
  const score = rule?.properties["security-severity"];
  return score === undefined ? byLevel[levelOf(result, rule)] : scored(score, rule?.id ?? "");
};

const byLevel = { error: "high", warning: "medium", note: "low", none: "info" } as const;

/** §3.27.10: the result's own, else its rule's, else `warning`; nothing but `fail` has a level of its own. */
const levelOf = (result: Result, rule: Rule | undefined): keyof typeof byLevel =>
  result.level ?? (result.kind === "fail" ? (rule?.defaultConfiguration?.level ?? "warning") : "none");

const scored = (given: unknown, rule: string): Finding["severity"] => {
  const score = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  if (typeof score !== "number" || !(score >= 0 && score <= 10))
    return unreadable(`rule ${rule} has the security-severity ${JSON.stringify(given)}, which is no number of 0 … 10`);
  return byScore(score);
};

/**
 * The rule that a result broke: by index, in the driver or in the extension that it points to; else by id or by its
 * leading part (`A1/2` is of rule `A1`). Undefined when the run does not describe it.
 *
 * @throws Unreadable when the index points to nothing
 */
export const ruleOf = ({ tool }: Run, { ruleId, ruleIndex, rule }: Result): Rule | undefined => {
  const extension = rule?.toolComponent?.index;
  const rules = extension === undefined ? tool.driver.rules : (tool.extensions[extension]?.rules ?? []);
  const index = rule?.index ?? ruleIndex;
  if (index !== undefined && index >= 0)
    return rules[index] ?? unreadable(`a result points to rule ${index}, which is not listed`);
  const id = ruleId ?? rule?.id;
  const all = [tool.driver, ...tool.extensions].flatMap((component) => component.rules);
  return all.find((r) => r.id === id) ?? all.find((r) => id?.startsWith(`${r.id}/`));
};
