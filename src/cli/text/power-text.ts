import type { PlanAnswer } from "../../api/plan-answer.ts";
import type { Millis } from "../../domain/units.ts";
import { columns, wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { adviceText } from "./power-advice.ts";
import { about, number, percentOf, perSecond } from "./rates.ts";

type Power = PlanAnswer["power"][number];
type Step = Power["steps"][number];

/** What the verdicts of one environment can show: the traffic, a table of its steps, and what to change. */
export const powerText = (power: Power, plan: PlanAnswer, { paint, columns: width }: Layout): readonly string[] => {
  const { traffic, steps, environment } = power;
  if (traffic.source === "unknown")
    return [
      paint.strong(`${environment}: no traffic is known`),
      ...wrap(`${traffic.reason}. What could be proven at a given one:`, width, "  "),
      "  headgate plan --rps 100 --error-rate 0.1%",
    ];
  return [
    paint.strong(`${environment}: what can be proven at ${trafficText(traffic)}`),
    ...wrap(
      `At most ${percentOf(power.alpha)} of good builds are taken back, and at most ${percentOf(power.beta)} of those as bad as a margin pass a step. Times count from the confirmed weight; half of all runs are sooner.`,
      width,
      "  ",
    ),
    ...columns([head(power), ...steps.map(row)]).map((line) => `  ${line}`),
    ...steps.filter(({ judgedBy }) => judgedBy === "limits").flatMap((step) => wrap(limitsText(step), width, "  ")),
    ...steps.flatMap((step) => adviceText(step, power)).flatMap((line) => bullet(line, width)),
    ...wrap(lasts(power, plan), width, "  "),
  ];
};

const trafficText = (traffic: Exclude<Power["traffic"], { source: "unknown" }>): string => {
  const rps = perSecond(traffic.rps);
  if (traffic.source === "given") return `${rps} and ${percentOf(traffic.errorRate)} errors`;
  const { errorRate, isAtMost, requests, errors, window, p95 } = traffic;
  const seen = `${errors} of ${requests} in ${about(window)}`;
  const slow = p95 === null ? "latency not known" : `p95 ${number(p95)} ms`;
  return `${rps} and ${isAtMost ? "at most " : ""}${percentOf(errorRate)} errors (${seen}), ${slow}`;
};

const bullet = (line: string, width: number): readonly string[] =>
  wrap(line, width, "    ").map((text, i) => (i === 0 ? `  - ${text.trimStart()}` : text));

const head = ({ decideWithin }: Power): readonly string[] => [
  "step",
  "traffic",
  "a rise to 2×",
  "5×",
  "10×",
  "smallest in the bake",
  `in ${about(decideWithin)}`,
  "a good build is cleared",
];

const row = ({ step, weight, bake, judgedBy, rises, smallest, good }: Step): readonly string[] => [
  `${step}.`,
  `${weight} %`,
  ...[2, 5, 10].map((ratio) => {
    const rise = rises.find((one) => one.ratio === ratio);
    return judgedBy === "limits" || rise === undefined ? "–" : time(rise.after);
  }),
  judgedBy === "limits" ? "–" : `${ratioText(smallest.inBake)} in ${about(bake)}`,
  judgedBy === "limits" ? "–" : ratioText(smallest.inTime),
  good.after === null ? "never" : `${time(good.after)}, by the ${good.by}`,
];

const time = (after: Millis | null): string => (after === null ? "never" : about(after));
const ratioText = (ratio: number | null): string => (ratio === null ? "none" : `${number(ratio)}×`);

const limitsText = ({ step, rises }: Step): string =>
  `Step ${step} has all traffic: there is nothing to compare with, and only the limits are judged. ${rises
    .map(({ share, after }) => `${percentOf(share)} errors show ${after === null ? "never" : `after ${about(after)}`}`)
    .join(", ")}.`;

/** Bakes, and where a good build is cleared later, that; nothing where the verdicts do not end a step. */
const lasts = ({ environment, steps, decideWithin }: Power, { environments }: PlanAnswer): string => {
  const planned = environments.find(({ name }) => name === environment);
  const isCleared = steps.every(({ good }) => good.after !== null && good.after <= decideWithin);
  if (planned === undefined || !isCleared) return "";
  const later = steps.reduce((sum, { bake, good }) => sum + Math.max(0, (good.after ?? 0) - bake), 0);
  return `A good build takes about ${about((planned.least + later) as Millis)} in all, by bake times and verdicts.`;
};
