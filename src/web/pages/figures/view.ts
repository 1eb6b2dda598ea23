import type { ReleaseMetrics, ServiceMetrics } from "../../../api/metrics-answer.ts";
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
