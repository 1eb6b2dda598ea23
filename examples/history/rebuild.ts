import { writeFileSync } from "node:fs";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { type Instant, millis, plus } from "../../src/domain/units.ts";
import { day, hour, type Life, type Nature, newTown } from "../../test/support/life.ts";
import { usually } from "../../test/support/life-people.ts";
import { good, harm } from "../../test/support/obey.ts";
import { digestOf, inService, minutes, people } from "../../test/support/release.ts";
import { begin, live } from "../../test/support/whole-life.ts";

/** Bo is away for two days; Hal acts for Bo once he is told that something is overdue. */
const away = { from: minutes(0), to: plus(minutes(0), millis(2 * day)) };

const staff = people.map((one) => (one.id === "bo" ? { ...one, deputies: ["hal"] } : one));

const first: Nature = {
  takes: (life, owed, person) =>
    person === "bo" && owed.id === "A4" && life.now < away.to ? null : usually(life, owed),
  // Every fourth order is lost at 25 % of the traffic, the first time.
  sees: (_, { environment, attempt, step }) =>
    environment === "production" && attempt === 1 && step === 1 ? harm : good,
};

/** Both releases, lived by the rules themselves: the same at each call, to the last event. */
export const twoReleases = (): readonly (readonly ReleaseEvent[])[] => {
  const town = newTown(inService);
  const plan = { people: staff, interval: millis(15 * 60_000), watchInterval: millis(12 * hour) };
  const one = over(live(begin({ seed: 5, town, nature: first, opened: { plan } }), 60));
  const opened = {
    release: "shop-1.1.1",
    build: { version: "1.1.1", digest: digestOf("shop 1.1.1"), commit: "beefed" },
    plan: { ...plan, productionAt: null, emergency: { reason: "cards of one bank are refused", by: "ada" } },
  };
  const at = plus(one.now, millis(3 * day)) as Instant;
  const two = over(live(begin({ seed: 6, at, town, opened }), 60));
  return [one.events, two.events];
};

const over = (life: Life): Life => {
  if (life.release.phase === "closed") return life;
  throw new Error(`${life.release.id} came to no end by ${new Date(life.now).toISOString()}`);
};

const entryOf = (release: string, version: number, { type, at, ...data }: ReleaseEvent): string => {
  const id = "by" in data && typeof data.by === "string" ? data.by : "headgate";
  const actor = { kind: id === "headgate" ? "system" : "human", id };
  return JSON.stringify({ stream: `release/${release}`, version, at, actor, type, data });
};

/** One entry a line, as a journal has them, but for their hashes. */
export const entries = (): string =>
  twoReleases()
    .flatMap((events) => {
      const release = events[0]?.type === "ReleaseOpened" ? events[0].release : "";
      return events.map((event, i) => `${entryOf(release, i + 1, event)}\n`);
    })
    .join("");

if (import.meta.main) writeFileSync(new URL("entries.jsonl", import.meta.url), entries());
