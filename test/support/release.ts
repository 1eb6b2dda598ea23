import { createHash } from "node:crypto";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Report } from "../../src/domain/release/evidence.ts";
import { evolve } from "../../src/domain/release/evolve.ts";
import type { Build, PersonRef, Plan } from "../../src/domain/release/plan.ts";
import type { Release } from "../../src/domain/release/release.ts";
import { planRunbook } from "../../src/domain/rollout/runbook.ts";
import type { Step } from "../../src/domain/rollout/step.ts";
import { type Digest, digest, type Instant, instant, millis, percent } from "../../src/domain/units.ts";

/** Release tests live on Monday, 2 November 2026, from 09:00 UTC on. */
const morning = Date.UTC(2026, 10, 2, 9);

export const seconds = (n: number): Instant => instant(morning + 1_000 * n);
export const minutes = (n: number): Instant => seconds(60 * n);
export const digestOf = (text: string): Digest => digest(`sha256:${createHash("sha256").update(text).digest("hex")}`);

const person = (id: string, name: string, ...roles: string[]): PersonRef => ({
  id,
  name,
  kind: "human",
  roles,
  emails: [`${id}@example.org`],
});

export const people: readonly PersonRef[] = [
  person("ada", "Ada Adler", "devops-lead"),
  person("bo", "Bo Berg", "product-owner"),
  person("cy", "Cy Cole", "sre"),
  person("di", "Di Drew", "tech-lead"),
  person("eli", "Eli East", "qa-lead"),
  person("fay", "Fay Finn", "security-lead"),
  person("gil", "Gil Gray", "project-manager"),
  person("hal", "Hal Hart", "executive-sponsor"),
  person("ivy", "Ivy Ives", "compliance-officer"),
  { id: "bot", name: "Build bot", kind: "agent", roles: ["devops-lead"], emails: [] },
];

export const build: Build = {
  version: "1.1.0",
  digest: digestOf("shop 1.1.0"),
  commit: "c0ffee",
  authors: ["dev@example.org"],
};
export const inService = { version: "1.0.0", digest: digestOf("shop 1.0.0") };

export const step = (weight: number, candidate = 1, overrides: Partial<Step> = {}): Step => ({
  weight: percent(weight),
  candidate,
  baseline: 4,
  meanwhile: 4,
  cohort: null,
  closed: false,
  late: "roll back",
  bake: millis(42 * 60_000),
  gates: ["analysis"],
  deadline: millis(120_000),
  ...overrides,
});
export const steps: readonly Step[] = [step(5, 1), step(25, 1), step(50, 2), step(100, 4)];

const runbook = planRunbook({
  recipe: { kind: "canary", steps, cohort: null },
  hooks: [],
  owner: "devops-lead",
  smoke: [{ name: "front page" }, { name: "cart" }],
});

export const plan: Plan = {
  owner: "ada",
  people,
  smallTeamReviewer: null,
  strategy: "canary",
  choice: { reason: "", ranking: [] },
  impact: "Nobody has to do anything; the shop stays open.",
  rollback: "All traffic back to the build in service, which keeps running at full size.",
  runbook: { digest: digestOf(JSON.stringify(runbook)), steps: runbook },
  environments: { staging: { steps, count: 4 }, production: { steps, count: 4 } },
  hooks: [],
  declared: {},
  bound: [],
  audiences: { stakeholders: ["board@example.org", "support@example.org"] },
  dataCheck: "checked",
  interval: millis(5_000),
  watchInterval: millis(60_000),
  productionAt: instant(Date.UTC(2026, 10, 24, 8)),
};

type Opened = Extract<ReleaseEvent, { type: "ReleaseOpened" }>;

/** The event that opens `shop-1.1.0`; whatever is given replaces what it would say. */
export const openRelease = (
  overrides: Partial<Omit<Opened, "plan" | "build">> & {
    readonly plan?: Partial<Plan>;
    readonly build?: Partial<Build>;
  } = {},
): Opened => ({
  type: "ReleaseOpened",
  at: minutes(0),
  release: "shop-1.1.0",
  service: "shop",
  process: digestOf("process"),
  config: digestOf("config"),
  by: "ada",
  ...overrides,
  build: { ...build, ...overrides.build },
  plan: { ...plan, ...overrides.plan },
});

/** The release that this history makes; it has to begin with `openRelease`. */
export const given = (...events: readonly ReleaseEvent[]): Release => {
  const release = events.reduce<Release | undefined>(evolve, undefined);
  if (release === undefined) throw new RangeError("a release needs at least the event that opens it");
  return release;
};

export const report = (content: Partial<Report> = {}): Report => ({
  figures: {},
  texts: {},
  lists: {},
  findings: [],
  build: null,
  madeAt: null,
  signer: null,
  tool: "",
  ...content,
});

/** A check was answered with this report; `part` where it has parts. */
export const evidence = (
  requirement: string,
  content: Partial<Report>,
  at: Instant = minutes(1),
  part = "",
  of: Digest = build.digest,
): ReleaseEvent => ({
  type: "EvidenceRecorded",
  at,
  evidence: {
    requirement,
    part,
    format: "figures",
    parser: "figures",
    source: "probe",
    raw: digestOf(`${requirement}#${part}@${at}`),
    at,
    build: of,
    environment: null,
    report: report(content),
    problem: null,
  },
});
