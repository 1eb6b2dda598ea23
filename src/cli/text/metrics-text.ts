import type { ReleaseMetrics, ServiceMetrics } from "../../api/metrics-answer.ts";
import { restoredInWords } from "../../domain/incident/restored.ts";
import type { RestoreTimes } from "../../domain/metrics/restore-times.ts";
import type { RollbackTimes } from "../../domain/metrics/rollback-times.ts";
import type { Millis } from "../../domain/units.ts";
import { columns } from "./columns.ts";
import type { Layout, Paint } from "./paint.ts";
import { roughly, showMinute } from "./time.ts";

type Measured = ReleaseMetrics["metrics"][number];

const results = { met: "met", missed: "MISSED", unknown: "cannot tell" } as const;

/** Unrounded where rounding could make a miss look like a hit: seven digits tell 0.9989087 from 0.999. */
const number = (value: number): string => String(Number(value.toPrecision(7)));

const actualOf = ({ actual, unit }: Measured): string =>
  actual === null ? "TBD" : `${number(actual)} ${unit === "fraction" ? "" : unit}`.trim();

const targetOf = ({ better, target, unit, reason }: Measured): string =>
  `${better === "lower" ? "<" : ">"} ${target}${unit === "fraction" ? "" : ` ${unit}`}${reason === undefined ? "" : ` (${reason})`}`;

const resultOf = ({ actual, result }: Measured, paint: Paint): string => {
  if (actual === null) return "TBD";
  return result === "met" ? paint.good(results.met) : result === "missed" ? paint.bad(results.missed) : results.unknown;
};

const length = (some: Millis | null): string => (some === null ? "TBD" : roughly(some));

/** Metric, target, actual, result and source, one line each. */
export const releaseMetricsText = (answer: ReleaseMetrics, { paint }: Layout): string => {
  const rows = answer.metrics.map((one) => [
    one.title,
    targetOf(one),
    actualOf(one),
    resultOf(one, paint),
    `${one.source}${one.sample === null ? "" : ` (of ${one.sample}, at least ${one.minSample})`}`,
  ]);
  return [
    paint.strong(`Metrics of ${answer.release}${answer.emergency ? ", an emergency" : ""}`),
    ...columns(rows),
    `Deployment, elapsed with bake times and waits: ${length(answer.elapsedMs)}; this has no target.`,
    `Planned downtime: ${length(answer.plannedDowntimeMs)}; this is no part of availability.`,
    ...answer.restored.map((one) => `${one.trigger}, ${one.severity}: ${restoredInWords(one)}`),
  ].join("\n");
};

const leadsFrom = ({ commit, opening }: ServiceMetrics["delivery"]["leads"]): string =>
  opening === 0
    ? "from the commit"
    : commit === 0
      ? "from the opening (nobody said when it was committed)"
      : `from the commit (${opening} of ${commit + opening} from the opening: nobody said when they were committed)`;

const percent = (share: number | null): string => (share === null ? "TBD" : `${number(100 * share)} %`);

/** The five delivery metrics, rollback times, and each release beside the one before. */
export const serviceMetricsText = (answer: ServiceMetrics, { paint }: Layout): string => {
  const { delivery: five, rollbacks, releases, emergencies } = answer;
  const notYet = five.notRecovered === 0 ? "" : `; ${five.notRecovered} not recovered yet`;
  return [
    paint.strong(`${answer.service}, ${showMinute(answer.from)} to ${showMinute(answer.to)}`),
    ...columns([
      [
        "Deployment frequency",
        five.frequency === null ? "TBD" : `${number(five.frequency)} a week`,
        `${five.deployments} deployments`,
      ],
      [
        "Change lead time",
        length(five.leadTime),
        `middle, ${leadsFrom(five.leads)} until all traffic was on the build`,
      ],
      [
        "Change fail rate",
        percent(five.failRate),
        `${five.failed} of ${five.deployments} rolled back or with an incident`,
      ],
      [
        "Failed deployment recovery time",
        length(five.recoveryTime),
        `middle, from the first sign to well again${notYet}`,
      ],
      [
        "Deployment rework rate",
        percent(five.reworkRate),
        `${five.rework} of ${five.deployments} were emergencies or tried again what had failed`,
      ],
    ]),
    `Emergencies opened: ${emergencies}`,
    "",
    paint.strong("Rollback time"),
    ...columns([rollbackRow("drills", rollbacks.drills), rollbackRow("real", rollbacks.real)]),
    `The target: less than ${length(rollbacks.targetMs)}`,
    restoredRow(answer.restored),
    "",
    paint.strong("Trend, release by release"),
    ...trend(releases, paint),
  ].join("\n");
};

const rollbackRow = (name: string, { count, p50, max, untimed }: RollbackTimes): readonly string[] => [
  name,
  `${count}`,
  `p50 ${length(p50)}`,
  `max ${length(max)}${untimed === 0 ? "" : `; ${untimed} never seen healthy`}`,
];

const restoredRow = ({ count, p50, max, late, open }: RestoreTimes): string =>
  count === 0
    ? "Service restored: nothing set a limit for it"
    : `Service restored after ${count} ${count === 1 ? "sign" : "signs"} of harm with a limit: p50 ${length(p50)}, max ${length(max)}; ${late} too late, ${open} not yet`;

const trend = (releases: readonly ReleaseMetrics[], paint: Paint): readonly string[] => {
  const [first] = releases;
  if (first === undefined) return ["no release was opened in this time"];
  const head = ["", ...first.metrics.map(({ title }) => title)];
  return columns([
    head,
    ...releases.map(({ release, metrics }) => [
      release,
      ...metrics.map((one) => `${actualOf(one)}${one.result === "missed" ? ` ${paint.bad("MISSED")}` : ""}`),
    ]),
  ]);
};
