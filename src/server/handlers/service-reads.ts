import { readPlan } from "../../api/read-plan.ts";
import { readYear, toCalendarAnswer, toFreezesAnswer, toStopsAnswer } from "../../api/to-calendar-answer.ts";
import { toEnvironmentAnswer } from "../../api/to-environment-answer.ts";
import { readServiceMetrics } from "../../api/to-metrics-answer.ts";
import { readMine, toMineAnswer } from "../../api/to-mine-answer.ts";
import { toServiceAnswer } from "../../api/to-service-answer.ts";
import { toRankingAnswer, toStrategiesAnswer } from "../../api/to-strategies-answer.ts";
import type { Span } from "../../domain/calendar/span.ts";
import { recommend } from "../../domain/rollout/recommend.ts";
import { type Instant, instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { indexLooks } from "./index-looks.ts";
import { plannedBy } from "./planned-by.ts";
import type { ReadHandlers, Reading } from "./reads.ts";

type OfService =
  | ("readMine" | "readEnvironments" | "readEnvironment" | "readCalendar" | "readFreezes" | "readStops")
  | ("readService" | "readServiceMetrics" | "readPlan" | "readRanking" | "rankStrategies" | "readStrategies");

export const serviceReadHandlers = ({ engine, project }: Reading): Pick<ReadHandlers, OfService> => ({
  async readMine({ who, signal }) {
    if (who === null) throw new AppError("NOT_SIGNED_IN", {});
    const { id, name } = who.person;
    const looks = indexLooks(engine, { phase: "open" }, signal);
    const mine = await readMine({ ...looks, now: () => sharedNow(engine.now()) }, id);
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
    return toCalendarAnswer(await engine.calendar(config, spanOf(from ?? engine.now(), to), zone));
  },
  readFreezes: async () => toFreezesAnswer(await readYear(engine, (await project()).config)),
  async readStops() {
    const now = engine.now();
    return toStopsAnswer(await engine.calendar((await project()).config, { from: now, to: now }));
  },
  readService: async () => toServiceAnswer(await project()),
  async readServiceMetrics({ query: { since, until }, signal }) {
    const { service } = (await project()).config;
    const looks = indexLooks(engine, { service }, signal);
    return readServiceMetrics(looks, service, { from: since ?? null, to: until ?? null });
  },
  readPlan: async ({ query, signal }) =>
    readPlan({ engine: async () => engine, signal }, await project(), plannedBy(query), engine.now()),
  readRanking: async () => toRankingAnswer((await project()).config),
  rankStrategies: async ({ query }) => ({
    ranking: recommend({ ...query, metricsPerVersion: query.metricsPerVersion === "true" }),
  }),
  readStrategies: async () => toStrategiesAnswer(),
});

/**
 * One moment for all who ask within five seconds: what nobody changed since is judged once for all of them. The acts
 * themselves are judged by the moment at which they come.
 */
const sharedNow = (now: Instant): Instant => instant(now - (now % 5_000));

const day = 86_400_000;

/** @throws AppError `INPUT_INVALID` when it ends before it begins, or is longer than a year */
const spanOf = (from: Instant, to: Instant = instant(from + 28 * day)): Span => {
  if (to >= from && to - from <= 366 * day) return { from, to };
  const problems = "query.to: give a moment after `from`, and at most 366 days later";
  throw new AppError("INPUT_INVALID", { count: 1, problems });
};
