import type { ReleaseMetrics, ServiceMetrics } from "../../../api/metrics-answer.ts";
import { moment } from "../../../api/values.ts";
import { length } from "../../parts/time.ts";

type Metric = ReleaseMetrics["metrics"][number];

/** A figure with its unit; "–" where nothing tells it, never 0. */
export const valueText = (value: number | null, unit: string): string => {
  if (value === null) return "–";
  if (unit === "ms") return value < 1_000 ? `${Number(value.toPrecision(3))} ms` : length(value);
  if (unit === "%" || unit === "percent") return `${Number(value.toPrecision(4))} %`;
  if (unit === "share" || unit === "fraction") return `${Number((value * 100).toPrecision(4))} %`;
  return `${Number(value.toPrecision(4))}${unit === "" ? "" : ` ${unit}`}`;
};

export const resultLook = {
  met: { tone: "good", icon: "good" },
  missed: { tone: "bad", icon: "bad" },
  unknown: { tone: "idle", icon: "open" },
} as const satisfies Record<Metric["result"], unknown>;

/** How long something took, to the ms where that is all it took. */
export const took = (ms: number | null): string => valueText(ms, "ms");

const share = (value: number | null): string => (value === null ? "–" : `${Number((value * 100).toPrecision(3))} %`);

/** DORA's five, with how many they stand on. */
export const delivered = ({ delivery, from, to }: ServiceMetrics): readonly (readonly [string, string])[] => [
  ["Span", `${from.slice(0, 10)} to ${to.slice(0, 10)}`],
  [
    "Deployments",
    `${delivery.deployments}${delivery.frequency === null ? "" : `, ${Number(delivery.frequency.toPrecision(3))} a week`}`,
  ],
  ["Lead time, the middle one", took(delivery.leadTime)],
  ["Failed", `${delivery.failed}, ${share(delivery.failRate)}`],
  ["Recovery, the middle one", took(delivery.recoveryTime)],
  ["Rework", `${delivery.rework}, ${share(delivery.reworkRate)}`],
];

export const spans = ["30 days", "90 days", "a year", "all of it"] as const;
export type SpanName = (typeof spans)[number];

const days: Readonly<Record<SpanName, number | null>> = {
  "30 days": 30,
  "90 days": 90,
  "a year": 365,
  "all of it": null,
};
const day = 86_400_000;

/** From the beginning of a day in UTC on, so that it is the same question until tomorrow. */
export const spanOf = (span: SpanName, now: number): { readonly since?: ReturnType<typeof moment.decode> } => {
  const back = days[span];
  return back === null ? {} : { since: moment.decode(new Date(Math.floor(now / day - back) * day).toISOString()) };
};
