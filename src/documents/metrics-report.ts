import { deploymentElapsed, plannedDowntime } from "../domain/release/figures.ts";
import { lastRollout } from "../domain/release/release.ts";
import { rollbackTable } from "./attempts.ts";
import { duration } from "./format.ts";
import { md, section } from "./markdown.ts";
import { metricsTable } from "./metrics.ts";
import { page, type Template } from "./page.ts";
import { stepTimes } from "./step-times.ts";

/** Plan and reality in figures (R156, R178). */
export const metricsReport: Template = (input) => {
  const { release } = input;
  const rollout = lastRollout(release, "production", "deploy");
  const elapsed = deploymentElapsed(release);
  return page(
    input,
    "metrics-report",
    section("Metrics", metricsTable(input), md`Targets are exclusive: exactly the target is a miss. TBD: no data yet.`),
    section(
      "Deployment, elapsed",
      md`From the request until all traffic was on the build, bake times and waits included: ${elapsed === null ? "TBD" : duration(elapsed)}. This has no target.`,
    ),
    section(
      "Planned downtime",
      md`Users of production got the announced maintenance answer for ${duration(plannedDowntime(release))}. This is no part of availability.`,
    ),
    section("Steps", rollout === undefined ? md`No rollout to production yet.` : stepTimes(input, rollout)),
    section("Rollbacks", rollbackTable(input)),
  );
};
