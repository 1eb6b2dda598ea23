import { z } from "zod";
import type { Process } from "../domain/process/process.ts";
import type { Complaint } from "./complaint.ts";
import { meant, nearest } from "./nearest.ts";
import type { Sound } from "./sound.ts";
import { name, strict, text } from "./values.ts";

const audience = strict({
  channel: text.default("outbox").describe("The channel that reaches them."),
  to: z
    .array(text)
    .min(1, { error: "is empty; name one recipient at least" })
    .describe("Recipients, as the channel writes them."),
});

const channel = strict({ file: text.describe("Messages are appended to this file.") });

const defaultChannels = { outbox: { file: "outbox.jsonl" } };

export const audiences = z.record(name, audience).default({}).describe("Who is told, by audience of the process.");
export const channels = z.record(name, channel).default(defaultChannels).describe("Ways to send messages.");

type Audiences = Sound<z.input<typeof audiences>>;
type Audience = Sound<z.input<typeof audience>>;
type Channels = Sound<z.input<typeof channels>>;

/** That each audience can be reached, and that none is a misspelt one of the process, which nobody would then be told for. */
export const messageRules = (
  given: Audiences | undefined,
  reachable: Channels | undefined,
  { requirements }: Process,
): readonly Complaint[] => {
  const told = requirements.flatMap((one) => (one.kind === "message" ? [one.audience] : []));
  const unnamed = told.filter((id) => !Object.hasOwn(given ?? {}, id));
  const ways = Object.keys(reachable ?? defaultChannels);
  return Object.entries(given ?? {}).flatMap(([id, who]) => [
    ...(told.includes(id) ? [] : misspelt(id, unnamed)),
    ...unreachable(id, who, ways),
  ]);
};

export const escalationRules = (
  way: string | null | undefined,
  reachable: Channels | undefined,
): readonly Complaint[] => {
  const ways = Object.keys(reachable ?? defaultChannels);
  if (way == null || ways.includes(way)) return [];
  return [{ path: ["escalation-channel"], what: `there is no channel "${way}"`, fix: meant(way, ways, "channels") }];
};

/** A service may well keep audiences for other processes: only what is nearly a name is taken for a mistake. */
const misspelt = (id: string, unnamed: readonly string[]): readonly Complaint[] => {
  if (nearest(id, unnamed) === null) return [];
  return [
    { path: ["audiences", id], what: "no message of the process is for them", fix: meant(id, unnamed, "audiences") },
  ];
};

const unreachable = (id: string, who: Audience | undefined, ways: readonly string[]): readonly Complaint[] => {
  const way = who !== undefined && Object.hasOwn(who, "channel") ? who.channel : "outbox";
  if (way === undefined || ways.includes(way)) return [];
  return [
    { path: ["audiences", id, "channel"], what: `there is no channel "${way}"`, fix: meant(way, ways, "channels") },
  ];
};
