import type { ProbeKind } from "./probes.ts";

/** Kinds that come to one value, and what their look calls it. */
export const measures: Readonly<Partial<Record<ProbeKind, string>>> = {
  http: "millis",
  certificate: "daysLeft",
  prometheus: "value",
  sql: "value",
  quota: "left",
  "log-lines": "perMinute",
};

/** Figures that the report of any probes has, and those of a kind besides. */
export const ownFigures = ["checked", "failed", "slowestMs", "reportAgeMinutes"];
export const kindFigures: Readonly<Partial<Record<ProbeKind, readonly string[]>>> = {
  "metric-delta": ["sent", "counted", "difference"],
  "slow-queries": ["statements", "slow", "worstMs"],
};

/** Kinds whose findings are a list of what there is, to be compared with another one, and no fault by themselves. */
export const listing: ReadonlySet<ProbeKind> = new Set(["slow-queries"]);
