import type { Analysis, CheckBinding, Config, Guardrails, Person, Strategy } from "./config.ts";
import { defaultAnalysis } from "./default-analysis.ts";
import type { Environment } from "./environment.ts";

/**
 * What 0.1 pinned: canaries without own people first, no hooks, figures counted by the router alone, limits without a
 * comparison, and no calendar.
 */
type Older = Omit<
  Config,
  | "hooks"
  | "strategy"
  | "environments"
  | "guardrails"
  | "analysis"
  | "people"
  | "escalationChannel"
  | "checks"
  | "freezes"
  | Watched
  | "plannedFixes"
  | "parity"
  | "running"
  | "backups"
  | "runbook"
  | keyof typeof nothingInPeriod
> &
  Partial<typeof nothingInPeriod> & {
    readonly runbook?: Config["runbook"];
    readonly parity?: Config["parity"];
    readonly running?: Config["running"];
    readonly backups?: Config["backups"];
    readonly checks: Readonly<Record<string, readonly OlderBinding[]>>;
    readonly people?: readonly (Omit<Person, "deputies" | "for"> & Partial<Person>)[];
    readonly escalationChannel?: string | null;
    readonly hooks?: Config["hooks"];
    readonly freezes?: Config["freezes"];
    readonly monitoring?: Config["monitoring"];
    readonly onCall?: Config["onCall"];
    readonly plannedFixes?: Config["plannedFixes"];
    readonly logs?: Config["logs"];
    readonly analysis?: Analysis;
    readonly guardrails: Omit<Guardrails, "action"> & Partial<Pick<Guardrails, "action">> & Partial<Doubts>;
    readonly strategy: Omit<Strategy, "cohort" | "reason" | "answers"> & Partial<Strategy>;
    readonly environments: Readonly<
      Record<keyof Config["environments"], Omit<Environment, Later> & Partial<Pick<Environment, Later>>>
    >;
  };

/** What is looked at over the validation period beside the checks came after 0.2. */
const nothingInPeriod: Pick<
  Config,
  "components" | "retiredComponents" | "integrations" | "features" | "audit" | "dataProtection"
> = { components: [], retiredComponents: {}, integrations: [], features: [], audit: [], dataProtection: [] };

/** Probes came after commands, files and pages. */
type OlderBinding = Omit<CheckBinding, "probes"> & Partial<Pick<CheckBinding, "probes">>;

/** Keys that came with the checks that try them. */
type Watched = "monitoring" | "onCall" | "logs";
/** Keys of an environment that came after 0.1. */
type Later = "metrics" | "windows" | "peaks";

/** Keys that stood among the guardrails. */
type Doubts = Pick<Analysis, "alpha" | "beta" | "interval" | "minRequests" | "maxMissing">;

/** A configuration as a release pinned it, in the present shape. The kept bytes, and so their digest, are never changed. */
export const upcastConfig = (pinned: unknown): Config => {
  // Written by `open` from checked values, under their digest: the shape is one of these two.
  const older = pinned as Older;
  const { staging, production } = older.environments;
  return {
    ...nothingInPeriod,
    ...older,
    parity: older.parity ?? null,
    running: older.running ?? null,
    backups: older.backups ?? null,
    monitoring: older.monitoring ?? { dashboards: [], alertmanager: null },
    onCall: older.onCall ?? null,
    plannedFixes: older.plannedFixes ?? [],
    logs: older.logs ?? { services: [] },
    lookEvery: older.lookEvery ?? {},
    hooks: older.hooks ?? {},
    runbook: older.runbook ?? [],
    people: (older.people ?? []).map((one) => ({ deputies: [], for: null, ...one })),
    escalationChannel: older.escalationChannel ?? null,
    checks: boundIn(older.checks),
    freezes: older.freezes ?? [],
    ...judgedBy(older),
    strategy: { cohort: null, reason: "", answers: null, ...older.strategy } as Strategy,
    environments: { staging: counted(staging), production: counted(production) },
  };
};

const boundIn = (checks: Older["checks"] = {}): Config["checks"] =>
  Object.fromEntries(
    Object.entries(checks).map(([id, parts]) => [id, parts.map((binding) => ({ probes: null, ...binding }))]),
  );

const counted = ({ metrics = { driver: "router" }, ...rest }: Older["environments"]["staging"]): Environment => ({
  windows: [],
  peaks: [],
  ...rest,
  metrics: metrics.driver === "prometheus" ? { ...nothingOwn, ...metrics } : metrics,
});

const judgedBy = ({ guardrails, analysis: given }: Older): Pick<Config, "guardrails" | "analysis"> => {
  const { errorRate, latency, action = "auto", ...doubts } = guardrails;
  return { guardrails: { errorRate, latency, action }, analysis: given ?? { ...defaultAnalysis, ...doubts } };
};

/** Counters and gauges of the service's own came after Prometheus. */
const nothingOwn = { counters: {}, gauges: {} };
