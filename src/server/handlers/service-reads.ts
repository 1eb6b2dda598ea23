import { readPlan } from "../../api/read-plan.ts";
import { readYear, toCalendarAnswer, toFreezesAnswer, toStopsAnswer } from "../../api/to-calendar-answer.ts";
import { toEnvironmentAnswer } from "../../api/to-environment-answer.ts";
import { readServiceMetrics } from "../../api/to-metrics-answer.ts";
import { readMine, toMineAnswer } from "../../api/to-mine-answer.ts";
import { toServiceAnswer } from "../../api/to-service-answer.ts";
import { toRankingAnswer, toStrategiesAnswer } from "../../api/to-strategies-answer.ts";
import type { Span } from "../../domain/calendar/span.ts";
import { type Instant, instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { momentOf, plannedBy } from "./planned-by.ts";
import type { ReadHandlers, Reading } from "./reads.ts";

type OfService =
  | ("readMine" | "readEnvironments" | "readEnvironment" | "readCalendar" | "readFreezes" | "readStops")
  | ("readService" | "readServiceMetrics" | "readPlan" | "readRanking" | "readStrategies");

export const serviceReadHandlers = ({ engine, project }: Reading): Pick<ReadHandlers, OfService> => ({
  async readMine({ who }) {
    // The route lets nobody in who is not known; who it is decides what is told.
    if (who === null) throw new AppError("UNKNOWN_PERSON", { person: "nobody" });
    const { id, name } = who.person;
    const mine = await readMine(engine, id);
    return toMineAnswer(id, mine.name ?? name, mine);
  },
  async readEnvironments({ signal }) {
    const { config } = await project();
    const looks = await Promise.all(Object.keys(config.environments).map((name) => engine.look(config, name, signal)));
    return { environments: looks.map((look) => toEnvironmentAnswer(config.service, look, engine.now())) };
  },
  async readEnvironment({ params: { environment }, signal }) {
    const { config } = await project();
    return toEnvironmentAnswer(config.service, await engine.look(config, environment, signal), engine.now());
  },
  async readCalendar({ query: { from, to, zone } }) {
    const { config } = await project();
    return toCalendarAnswer(await engine.calendar(config, spanOf(from, to, engine.now()), zone));
  },
  readFreezes: async () => toFreezesAnswer(await readYear(engine, (await project()).config)),
  async readStops() {
    const now = engine.now();
    return toStopsAnswer(await engine.calendar((await project()).config, { from: now, to: now }));
  },
  readService: async () => toServiceAnswer(await project()),
  async readServiceMetrics({ query: { since, until } }) {
    const { service } = (await project()).config;
    return readServiceMetrics(engine, service, { from: momentOf(since), to: momentOf(until) });
  },
  readPlan: async ({ query, signal }) =>
    readPlan({ engine: async () => engine, signal }, await project(), plannedBy(query), engine.now()),
  readRanking: async () => toRankingAnswer((await project()).config),
  readStrategies: async () => toStrategiesAnswer(),
});

const day = 86_400_000;

/** @throws AppError `USAGE` when it ends before it begins, or is longer than a year */
const spanOf = (from: string | undefined, to: string | undefined, now: Instant): Span => {
  const begin = momentOf(from) ?? now;
  const end = momentOf(to) ?? instant(begin + 28 * day);
  if (end < begin || end - begin > 366 * day)
    throw new AppError("USAGE", {
      problem: "from and to are no span of at most 366 days.",
      fix: "Give a `to` that comes after `from`, and no more than 366 days later.",
    });
  return { from: begin, to: end };
};
