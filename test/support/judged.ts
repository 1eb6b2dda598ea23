import { judgeRule } from "../../src/domain/process/judge-rule.ts";
import { type Judgement, worst } from "../../src/domain/process/judgement.ts";
import type { Check } from "../../src/domain/process/process.ts";
import type { Report } from "../../src/domain/release/evidence.ts";
import { readReport } from "../../src/evidence/read-report.ts";
import type { Answer } from "../../src/probes/port.ts";
import { defaultProcess } from "./default-process.ts";

/** What the process that ships makes of a probe's answer, by the rules of one of its checks. */
export const judged = (id: string, answer: Answer): Judgement & { readonly report: Report } => {
  const reading = readReport(answer.format, answer.raw);
  if (!reading.ok) throw new Error(reading.problem);
  const check = defaultProcess.requirements.find((one): one is Check => one.kind === "check" && one.id === id);
  const rules = (check?.rules ?? []).map((rule) => judgeRule(rule, reading.report, defaultProcess.metrics, {}));
  return { ...worst(rules), report: reading.report };
};
