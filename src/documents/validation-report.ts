import { periodEnd, periodStart } from "../domain/process/dates.ts";
import type { Stage } from "../domain/process/process.ts";
import { describe } from "../domain/release/describe.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import { lastRollout } from "../domain/release/release.ts";
import { signalsText } from "../domain/rollout/signals-text.ts";
import type { Instant } from "../domain/units.ts";
import { utc } from "../domain/utc.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, code, md, section, table } from "./markdown.ts";
import { metricsTable } from "./metrics.ts";
import { page, requirementFor, type Template } from "./page.ts";
import { madeFrom, stateTable } from "./states.ts";

/** What days of real use showed (R93, R118). */
export const validationReport: Template = (input) => {
  const { process, release } = input;
  const id = requirementFor(input, "validation-report")?.stage;
  const stage = process.stages.find((one) => one.id === id);
  const start = stage === undefined ? null : periodStart(process, release, stage);
  return page(
    input,
    "validation-report",
    section("Period", bullets(period(input, stage, start))),
    section("Items", stateTable(input, madeFrom(input, "validation-report"))),
    section("Traffic of the build since it has all of it", traffic(input), before(input)),
    section("Metrics", metricsTable(input)),
    section("Issues in this time", issues(input, start)),
  );
};

const period = ({ process, release }: DocumentInput, stage: Stage | undefined, start: Instant | null) => {
  const end = stage === undefined ? null : periodEnd(process, release, stage);
  return [
    md`Build: ${release.build.version}, ${code(release.build.digest)}`,
    md`Began: ${start === null ? "not yet" : utc(start)}`,
    md`Ends not before: ${end === null ? "not known yet" : utc(end)}`,
  ];
};

const traffic = ({ release }: DocumentInput) => {
  const { watched } = lastRollout(release, "production", "deploy") ?? {};
  return watched === undefined
    ? md`Nothing was watched yet.`
    : table(
        ["Requests", "Errors", "Windows", "Good windows"],
        [[watched.requests, watched.errors, watched.windows, watched.goodWindows]],
      );
};

/** What the build replaced, to hold it against (R79). */
const before = ({ release }: DocumentInput) => {
  const { before: seen = null, baseline } = lastRollout(release, "production", "deploy") ?? {};
  if (seen === null) return md`Before it, the build in service: not measured.`;
  const { signals, problem } = seen;
  if (signals === null) return md`Before it, ${baseline?.version ?? ""}: not measured: ${problem}.`;
  return md`Before it, ${baseline?.version ?? ""}: ${signalsText(signals)}, until ${utc(signals.to)}.`;
};

const telling: ReadonlySet<ReleaseEvent["type"]> = new Set([
  "InstancesLost",
  "RollbackStarted",
  "RollbackEscalated",
  "RolloutPaused",
  "MessageBounced",
]);

/** What went wrong since the period began: harm, lost instances, looks that could not be made, failed messages. */
const issues = ({ history }: DocumentInput, start: Instant | null) => {
  if (start === null) return md`The period has not begun.`;
  const found = history.filter(({ event }) => event.at >= start && (telling.has(event.type) || isUnreadable(event)));
  return table(
    ["When", "What"],
    found.map(({ event }) => [utc(event.at), describe(event)]),
  );
};

const isUnreadable = (event: ReleaseEvent): boolean =>
  event.type === "EvidenceRecorded" && event.evidence.report === null;
