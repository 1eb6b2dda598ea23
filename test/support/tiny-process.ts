import type {
  Approval,
  Check,
  Message,
  Process,
  RecordForm,
  Requirement,
  RolloutRequirement,
  Stage,
} from "../../src/domain/process/process.ts";
import { millis } from "../../src/domain/units.ts";

const hour = 3_600_000;

/** The least that a process can be; what is given replaces it. */
export const tinyProcess = (requirements: readonly Requirement[], overrides: Partial<Process> = {}): Process => ({
  name: "tiny",
  version: "1",
  practice: false,
  roles: [],
  stages: [...new Set(requirements.map(({ stage }) => stage))].map((id) => stage(id)),
  requirements,
  exitGates: [],
  severities: [],
  metrics: [],
  outputs: [],
  questions: [],
  rollbackWindow: millis(hour),
  rollbackTarget: millis(hour / 4),
  ...overrides,
});

export const stage = (id: string, overrides: Partial<Stage> = {}): Stage => ({
  id,
  title: id,
  purpose: id,
  after: [],
  budget: millis(hour),
  ...overrides,
});

const common = { stage: "only", rows: [], owner: "devops-lead", why: "It is asked for.", waivable: true, after: [] };

type Given<T> = { readonly id: string } & Partial<T>;

export const approval = (given: Given<Approval>): Approval => ({
  ...common,
  kind: "approval",
  title: given.id,
  statement: "I say so.",
  shows: [],
  duties: [],
  ...given,
});

export const check = (given: Given<Check>): Check => ({
  ...common,
  kind: "check",
  title: given.id,
  reports: ["figures"],
  parts: [],
  rules: [{ kind: "figure", figure: "failed", max: 0, otherwise: "{value} failed" }],
  signers: [],
  supersededByStage: false,
  ...given,
});

export const record = (given: Given<RecordForm>): RecordForm => ({
  ...common,
  kind: "record",
  title: given.id,
  fields: [
    { name: "answer", asks: "What is it?", required: true },
    { name: "remark", asks: "Anything else?", required: false },
  ],
  ...given,
});

export const message = (given: Given<Message>): Message => ({
  ...common,
  kind: "message",
  title: given.id,
  audience: "stakeholders",
  subject: "News",
  body: "It comes.",
  ...given,
});

export const rolloutTo = (given: Given<RolloutRequirement>): RolloutRequirement => ({
  ...common,
  kind: "rollout",
  title: given.id,
  environment: "production",
  purpose: "deploy",
  agentsMayStart: false,
  ...given,
});
