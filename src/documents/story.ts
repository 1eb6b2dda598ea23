import { describe } from "../domain/release/describe.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import { type Instant, since } from "../domain/units.ts";
import { utcMinute } from "../domain/utc.ts";
import { duration } from "./format.ts";
import { toldWaits } from "./story-waits.ts";

/** A part of a release that belongs together: until the next rollout begins, or what was rolled out is watched. */
export type Chapter = {
  readonly title: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly lines: readonly string[];
};

export type Story = { readonly release: string; readonly chapters: readonly Chapter[] };

/** A history as people tell it: chapters with the time that passed, what repeats told once, waits with how they ended. */
export const storyOf = (history: readonly ReleaseEvent[]): Story => {
  const [first] = history;
  const release = first?.type === "ReleaseOpened" ? first.release : "";
  return { release, chapters: chaptersOf(history).map(({ title, events }) => chapter(title, events, history)) };
};

type Part = { readonly title: string; readonly events: ReleaseEvent[] };

const chaptersOf = (history: readonly ReleaseEvent[]): readonly Part[] => {
  const parts: Part[] = [];
  const production = new Set<string>();
  for (const event of history) {
    if (event.type === "RolloutRequested" && event.environment === "production") production.add(event.rollout);
    const title = titleOf(event, production) ?? (parts.length === 0 ? "Preparation" : null);
    if (title !== null) parts.push({ title, events: [] });
    parts.at(-1)?.events.push(event);
  }
  return parts;
};

/** Of the chapter that begins with this event; null: it goes on. */
const titleOf = (event: ReleaseEvent, production: ReadonlySet<string>): string | null => {
  switch (event.type) {
    case "ReleaseOpened":
      return event.plan.emergency === undefined ? "The release is opened" : "An emergency is opened";
    case "RolloutRequested":
      return `${event.environment}, ${event.purpose} ${event.attempt}`;
    case "RolloutPromoted":
      return production.has(event.rollout) ? "In production, and watched" : null;
    case "RolloutRolledBack":
      return "After the way back";
    case "BuildReplaced":
      return `A new build, ${event.build.version}`;
    case "ReleaseClosed":
    case "ReleaseEnded":
      return "The end";
    default:
      return null;
  }
};

const chapter = (title: string, events: readonly ReleaseEvent[], history: readonly ReleaseEvent[]): Chapter => {
  const [from, to] = [events[0]!.at, events.at(-1)!.at];
  const lines: string[] = [];
  for (const run of runsOf(events)) lines.push(...told(run, events));
  return { title, from, to, lines: [...lines, ...toldWaits(history, events)] };
};

/** Between two lines that stand alone, all of one kind are told together. */
const runsOf = (events: readonly ReleaseEvent[]): readonly (readonly ReleaseEvent[])[] => {
  const runs: ReleaseEvent[][] = [];
  let open = new Map<string, ReleaseEvent[]>();
  for (const event of events.filter((one) => !isSmall(one))) {
    const kind = kindOf(event);
    const run = open.get(kind);
    if (run !== undefined) run.push(event);
    else {
      const begun = [event];
      runs.push(begun);
      if (kind === alone) open = new Map();
      else open.set(kind, begun);
    }
  }
  return runs;
};

const alone = "alone";

/** What a rollout does between one weight and the next, and what a wait says when it is over. */
const small: ReadonlySet<ReleaseEvent["type"]> = new Set([
  "BecameDue",
  "DueStopped",
  "OverdueTold",
  "CheckHeld",
  "DataRead",
  "CandidateReady",
  "SmokePassed",
  "BaselineMeasured",
  "BaselineRestored",
  "StepCompleted",
  "CandidateRemoved",
  "BaselineRetired",
  "EnvironmentFreed",
]);

const isSmall = ({ type }: ReleaseEvent): boolean => small.has(type);

const preparing: ReadonlySet<ReleaseEvent["type"]> = new Set([
  "EvidenceRecorded",
  "DocumentWritten",
  "ApprovalGiven",
  "MessageDelivered",
  "RecordFiled",
  "CheckRequested",
  "NoticeDelivered",
]);

const kindOf = (event: ReleaseEvent): string => {
  if (preparing.has(event.type)) return "preparing";
  if (event.type === "WeightConfirmed") return "climbing";
  if (event.type === "VerdictRecorded") return event.verdict.outcome === "fail" ? "fail" : "climbing";
  // Everything else is worth a line of its own, also what this page has never heard of.
  return alone;
};

const told = (run: readonly ReleaseEvent[], events: readonly ReleaseEvent[]): readonly string[] => {
  switch (kindOf(run[0]!)) {
    case "preparing":
      return prepared(run);
    case "climbing":
      return [climbed(run)];
    case "fail":
      return [describe(run.at(-1)!)];
    default:
      return run.map((event) => `${describe(event)}${timeBack(event, events)}`);
  }
};

/** Of a rollback: how long after the decision. */
const timeBack = (event: ReleaseEvent, events: readonly ReleaseEvent[]): string => {
  if (event.type !== "TrafficReturned") return "";
  const decided = events.findLast((one) => one.type === "RollbackStarted" && one.rollout === event.rollout);
  return decided === undefined ? "" : `, ${duration(since(decided.at, event.at))} after the decision`;
};

const prepared = (run: readonly ReleaseEvent[]): readonly string[] => {
  const count = (type: ReleaseEvent["type"]) => run.filter((event) => event.type === type).length;
  const names = (type: "ApprovalGiven" | "RecordFiled") =>
    once(run.flatMap((event) => (event.type === type ? [`${event.requirement} by ${event.by}`] : [])));
  const [checks, documents, messages] = [
    count("EvidenceRecorded"),
    count("DocumentWritten"),
    count("MessageDelivered") + count("NoticeDelivered"),
  ];
  const machine = [
    some(checks, "check", "answered"),
    some(documents, "document", "written"),
    some(messages, "message", "delivered"),
  ];
  const [signed, filed] = [names("ApprovalGiven"), names("RecordFiled")];
  return [
    ...(machine.some((text) => text !== "") ? [machine.filter((text) => text !== "").join(", ")] : []),
    ...(signed === "" ? [] : [`signed: ${signed}`]),
    ...(filed === "" ? [] : [`filed: ${filed}`]),
  ];
};

/** `A5 by ada (3 times)` */
const once = (names: readonly string[]): string =>
  [...new Set(names)]
    .map((name) => ({ name, times: names.filter((other) => other === name).length }))
    .map(({ name, times }) => (times === 1 ? name : `${name} (${times} times)`))
    .join(", ");

const some = (n: number, noun: string, done: string): string =>
  n === 0 ? "" : `${n} ${noun}${n === 1 ? "" : "s"} ${done}`;

const climbed = (run: readonly ReleaseEvent[]): string => {
  const weights = run.flatMap((event) => (event.type === "WeightConfirmed" ? [`${event.weight} %`] : []));
  const windows = run.filter(({ type }) => type === "VerdictRecorded").length;
  const at = weights.length === 0 ? "" : `traffic at ${weights.join(", ")}; `;
  return `${at}${some(windows, "window", "judged and without harm") || "no window judged yet"}`;
};

/** The chapters as text: each under its title, with when it began, how long it took and how long the pause before was. */
export const storyText = ({ release, chapters }: Story): string =>
  [
    `# ${release}`,
    ...chapters.flatMap(({ title, from, to, lines }, i) => {
      const before = chapters[i - 1];
      const pause = before === undefined ? 0 : since(before.to, from);
      return [
        "",
        ...(pause >= 3_600_000 ? [`… ${rough(pause)} later`, ""] : []),
        `## ${title} (${utcMinute(from)}${to > from ? `, ${rough(since(from, to))}` : ""})`,
        ...lines.map((line) => `- ${line}`),
      ];
    }),
  ].join("\n");

/** To the minute where there are minutes. */
export const rough = (length: number): string =>
  duration((length >= 60_000 ? Math.floor(length / 60_000) * 60_000 : length) as ReturnType<typeof since>);
