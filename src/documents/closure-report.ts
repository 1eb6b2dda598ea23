import type { RecordForm } from "../domain/process/process.ts";
import { describe } from "../domain/release/describe.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import { utc } from "../domain/utc.ts";
import { attemptTable, rollbackTable } from "./attempts.ts";
import { many } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, type Markdown, md, quote, section, stack, subsection, table } from "./markdown.ts";
import { metricsTable } from "./metrics.ts";
import { page, requirementFor, type Template } from "./page.ts";
import { nameOf } from "./people.ts";
import { breakGlassTable, conflictTable, waiverTable } from "./waivers.ts";

/** The whole release for somebody who agrees to its end (R154, R155, R167). */
export const closureReport: Template = (input) =>
  page(
    input,
    "closure-report",
    section("At a glance", bullets(glance(input))),
    section("Timeline", timeline(input)),
    section("Attempts", attemptTable(input, input.release.rollouts)),
    section("Rollbacks", rollbackTable(input)),
    section(
      "Waivers",
      waiverTable(input),
      subsection("Duties that a small team could not separate", conflictTable(input)),
      subsection("Break-glass", breakGlassTable(input)),
    ),
    section("Refusals", refusals(input)),
    section("Metrics", metricsTable(input)),
    ...records(input),
  );

const glance = ({ release, status, history, now }: DocumentInput) => [
  md`Opened: ${utc(release.openedAt)}`,
  md`State: ${release.phase}${release.endedAt === null ? `, as of ${utc(now)}` : `, ended ${utc(release.endedAt)}`}`,
  md`Gates open: ${status.exitGates.filter(({ open }) => open).length} of ${status.exitGates.length}`,
  md`History: ${many(history.length, "line")}`,
];

/** What a reader would tell of this release; single looks and papers are in the history. */
const milestones: ReadonlySet<ReleaseEvent["type"]> = new Set([
  "ReleaseOpened",
  "BuildReplaced",
  "ReleaseRescheduled",
  "ApprovalGiven",
  "ApprovalRejected",
  "WaiverGranted",
  "RolloutRequested",
  "RolloutPaused",
  "RolloutResumed",
  "RolloutPromoted",
  "RollbackStarted",
  "RollbackEscalated",
  "RolloutRolledBack",
  "BaselineRetired",
  "ReleaseClosed",
  "ReleaseEnded",
]);

const timeline = ({ history }: DocumentInput) =>
  table(
    ["When", "What"],
    history.filter(({ event }) => milestones.has(event.type)).map(({ event }) => [utc(event.at), describe(event)]),
  );

const refusals = ({ history, release }: DocumentInput) =>
  table(
    ["When", "Who", "What"],
    history.flatMap(({ event }) =>
      event.type === "CommandRefused" ? [[utc(event.at), nameOf(release.plan, event.by), describe(event)]] : [],
    ),
  );

/** Questions and answers of this stage's forms; who wrote them stays out, for people answer more freely then (R164). */
const records = (input: DocumentInput): readonly Markdown[] => {
  const stage = requirementFor(input, "closure-report")?.stage;
  return input.process.requirements
    .filter((one): one is RecordForm => one.kind === "record" && one.stage === stage)
    .map(({ id, title, fields }) => {
      const filed = input.release.records[id];
      const answers = fields.map(({ name, asks }) => stack([md`**${asks}**`, quote(filed?.fields[name] ?? "")]));
      return section(title, ...(filed === undefined ? [md`Not filed.`] : answers));
    });
};
