import type { Process } from "../../src/domain/process/process.ts";
import { loadProcess } from "../../src/process/load.ts";

/** The least process in which every rule of `headgate.yaml` has something to hold on to. */
export const smallProcessText = `process: small
version: "1"
rollback-window: 48h
rollback-target: 15m
roles:
  - { id: lead, title: Lead, charge: Leads. }
  - { id: operator, title: Operator, charge: Operates., required: false }
stages:
  - id: entry
    title: Entry
    purpose: Begin.
    budget: 1d
    requirements:
      - id: entry.tests
        kind: check
        title: Tests pass
        owner: lead
        why: Faults are cheap here.
        reports: [junit]
        rules:
          - { figure: failed, max: 0, otherwise: "{value} failed" }
          - { figure: p95Ms, below: p95, otherwise: slow }
          - { text: decision, one-of: [GO], otherwise: no go }
          - { list: suites, covers: integrations, otherwise: "{value} is untested" }
        freshness: { within: 30d, at: production }
      - id: entry.security
        kind: check
        title: Scans are clean
        owner: lead
        why: Holes are cheap here.
        reports: [sarif]
        parts: [sast, sca]
      - { id: A1, kind: approval, title: Go, owner: lead, why: Somebody decides., statement: I say go., shows: [entry.tests, "fact:schedule"], duties: [{ not: author }] }
      - { id: A2, kind: approval, title: Second, owner: lead, why: Two see more., statement: So do I., after: [A1], duties: [{ not-signer-of: A1 }], expires: { within: 2d, at: production } }
      - { id: told, kind: message, title: Told, owner: lead, why: They plan., audience: stakeholders, subject: News, body: It comes., lead-time: 14d }
  - id: production
    title: Production
    purpose: Deploy, and watch.
    after: [entry]
    budget: 1d
    period: 7d
    requirements:
      - { id: deploy, kind: rollout, title: Deployed, owner: lead, why: That is the point., environment: production, purpose: deploy }
      - { id: alive, kind: check, title: Alive, owner: lead, why: Users wait., probe: health, every: 1h }
      - { id: notes, kind: document, title: Notes, owner: lead, why: Users ask., shows: ["fact:changes"], waivable: false }
      - { id: review, kind: record, title: Review, owner: lead, why: We learn., fields: [{ name: lesson, asks: What did we learn? }] }
exit-gates:
  - { id: done, title: Done, requires: [deploy, alive] }
severities:
  - { id: critical, means: Down., roll-back-after: 0s }
  - { id: high, means: Broken., roll-back-after: 1h, escalate-after: 45m }
  - { id: medium, means: Wrong., decide-within: 4h }
  - { id: low, means: Ugly. }
metrics:
  - { id: p95, title: Response time, formula: "95th percentile", unit: ms, target: 200, better: lower, min-sample: 100 }
outputs:
  - { id: notes, title: Release notes, requirement: notes }
questions:
  - { id: lesson, topic: technical, asks: What did we learn? }
`;

export const smallProcess = (): Process => {
  const reading = loadProcess("process.yaml", smallProcessText);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
};
