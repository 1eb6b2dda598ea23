import type { DemoFigures } from "./figures.ts";

const seconds = (ms: number | null): string =>
  ms === null ? "not measured" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** The end of the story, for people. */
export const summary = (figures: DemoFigures, problems: readonly string[]): string => {
  const { good, bad, requestsByVersion } = figures;
  const served = Object.entries(requestsByVersion).map(
    ([version, count]) => `${version}: ${count.toLocaleString("en")}`,
  );
  const lines: readonly (readonly [string, string])[] = [
    [
      "Good build",
      `${good.release} ${good.closed ? "reached closure" : "did NOT reach closure"}; rollback drill ${seconds(good.drillMs)}`,
    ],
    ["Faulty build", `${bad.release} ${bad.rolledBack ? "was rolled back by itself" : "was NOT rolled back"}`],
    ["", bad.reason],
    [
      "Detected after",
      `${seconds(bad.detectionMs)} of live traffic, ${bad.requestsOnCandidate} requests on the faulty build`,
    ],
    [
      "Decision to 0 %",
      `${seconds(bad.decisionToZeroMs)} until weight 0 was read back, ${seconds(bad.decisionToHealthyMs)} until smoke passed`,
    ],
    ["Requests", `${figures.requests.toLocaleString("en")} (${served.join(", ")})`],
    ["Failed by Headgate", String(figures.failedByHeadgate)],
    ["Failed by the shop", `${figures.failedByTheShop} (the fault itself)`],
    ["In production", figures.inProduction],
    ["Journal", figures.journalVerified ? "every hash fits" : "does NOT verify"],
    ["Sealed record", `${figures.record} ${figures.recordVerified ? "(verified)" : "(does NOT verify)"}`],
    ["Time", seconds(figures.elapsedMs)],
  ];
  const table = lines.filter(([, value]) => value !== "").map(([name, value]) => `  ${name.padEnd(19)} ${value}`);
  const end = problems.length === 0 ? "All went as told." : `NOT as told: ${problems.join("; ")}.`;
  return `${["", "What happened", ...table, "", end].join("\n")}\n`;
};
