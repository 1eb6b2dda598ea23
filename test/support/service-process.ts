/** A process around these stages, each a line or more of YAML, left by these requirements, and nothing besides. */
export const processText = (stages: readonly string[], leftBy: readonly string[] = ["deploy"], rest = ""): string =>
  `process: small
version: "1"
rollback-window: 48h
rollback-target: 15m
roles:
  - { id: lead, title: Lead, charge: Answers for all. }
stages:
${stages.map((stage) => `  - ${stage}`).join("\n")}
exit-gates:
  - { id: done, title: Done, requires: [${leftBy.join(", ")}] }
severities:
  - { id: critical, means: Down., roll-back-after: 0s }
  - { id: high, means: Broken., roll-back-after: 1h, escalate-after: 45m }
  - { id: medium, means: Wrong., decide-within: 4h }
  - { id: low, means: Ugly. }
${rest}`;

export const stageText = (id: string, after: readonly string[], requirements: readonly string[]): string =>
  `{ id: ${id}, title: The ${id}, purpose: To go on., after: [${after.join(", ")}], budget: 1h, requirements: [${requirements.join(", ")}] }`;

const common = "owner: lead, why: Somebody has to care.";

export const testsCheck = `{ id: tests, kind: check, title: Tests pass, ${common}, reports: [junit], rules: [{ figure: failed, max: 0, otherwise: "{value} failed" }] }`;
export const drillRollout = `{ id: staging.drill, kind: rollout, title: Rehearsed, ${common}, environment: staging, purpose: drill }`;
/** As in the process that ships: answered by a drill of this release alone. */
export const drillCheck = `{ id: checklist.rollback, kind: check, title: Rollback was rehearsed, ${common}, waivable: false, after: [staging.drill], probe: drill, rules: [
    { figure: seconds, min: 0, otherwise: not timed }, { figure: smokeFailed, max: 0, otherwise: "{value} smoke tests failed" },
    { figure: dataChanged, max: 0, otherwise: the data changed }, { figure: sameRunbook, min: 1, otherwise: another runbook } ] }`;
export const deployRollout = `{ id: deploy, kind: rollout, title: Rolled out, ${common}, environment: production, purpose: deploy }`;
export const lessonRecord = `{ id: lesson, kind: record, title: What was learnt, ${common}, fields: [{ name: learnt, asks: What? }] }`;
export const message = (id: string, after: readonly string[]): string =>
  `{ id: ${id}, kind: message, title: Told ${id}, ${common}, audience: stakeholders, after: [${after.join(", ")}], subject: "${id} of {version}", body: "{service}" }`;

/** Straight to production, for tests of the rollout itself. */
export const deployOnly = processText([stageText("production", [], [deployRollout])]);
export const outputsCheck = `{ id: outputs, kind: check, title: All outputs are there, ${common}, after: [lesson], probe: outputs, rules: [{ figure: missing, max: 0, otherwise: "{value} are missing" }] }`;
