import { z } from "zod";
import type { Process } from "../domain/process/process.ts";
import { address, type Channel, channel, defaultChannels } from "./channels.ts";
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

export const audiences = z.record(name, audience).default({}).describe("Who is told, by audience of the process.");
export const channels = z
  .record(name, channel)
  .prefault(defaultChannels)
  .transform((byName): Readonly<Record<string, Channel>> => byName)
  .describe("Ways to send messages.");

type Audiences = Sound<z.input<typeof audiences>>;
type Audience = Sound<z.input<typeof audience>>;
type Channels = Sound<z.input<typeof channels>>;

/** That each audience can be reached, and that none is a misspelt one of the process, which nobody would then be told for. */
export const messageRules = (
  given: Audiences | undefined,
  reachable: Channels | undefined,
  { requirements, notices = [] }: Process,
): readonly Complaint[] => {
  const told = [
    ...requirements.flatMap((one) => (one.kind === "message" ? [one.audience] : [])),
    ...notices.flatMap(({ audience }) => audience ?? []),
  ];
  const unnamed = told.filter((id) => !Object.hasOwn(given ?? {}, id));
  const ways = Object.keys(reachable ?? defaultChannels);
  return Object.entries(given ?? {}).flatMap(([id, who]) => [
    ...(told.includes(id) ? [] : misspelt(id, unnamed)),
    ...unreachable(id, who, ways),
    ...noAddresses(id, who, reachable),
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

/** A mail server is told one address at a time; what is none would be refused on the day on which it matters. */
const noAddresses = (id: string, who: Audience | undefined, reachable: Channels | undefined): readonly Complaint[] => {
  const way = reachable?.[who?.channel ?? "outbox"];
  if (way === undefined || !Object.hasOwn(way, "smtp")) return [];
  return (who?.to ?? []).flatMap((to, i) =>
    to === undefined || address.safeParse(to).success
      ? []
      : [
          {
            path: ["audiences", id, "to", i],
            what: `"${to}" is no address that mail can go to`,
            fix: "write one address, such as team@example.org",
          },
        ],
  );
};
