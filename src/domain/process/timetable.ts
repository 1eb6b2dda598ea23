import type { Release } from "../release/release.ts";
import { type Instant, instant, type Millis, millis, plus, since } from "../units.ts";
import type { Message, Process } from "./process.ts";
import { stageOfProduction } from "./stage-of-production.ts";

/** When a stage has to begin and to be over for the date of production to hold: a plan, which never gates. */
export type PlannedStage = { readonly stage: string; readonly begin: Instant; readonly end: Instant };

/** `missed`: its moment was over before there was a release to tell of. */
export type PlannedMessage = { readonly id: string; readonly at: Instant; readonly missed: boolean };

export type Timetable = {
  readonly stages: readonly PlannedStage[];
  /** Those that have a date of their own. */
  readonly messages: readonly PlannedMessage[];
  /** The shortest notice that the process can keep in full: all stages up to production, and the earliest message. */
  readonly leadTime: Millis;
};

/**
 * Back from the date of production: a stage has to be over when the first one after it has to begin (R16). What comes
 * after production is counted forward, each stage by its budget, or by its period where that is longer.
 */
export const timetable = (process: Process, productionAt: Instant, openedAt: Instant): Timetable => {
  const known = new Map<string, PlannedStage>();
  const planned = { process, production: stageOfProduction(process), productionAt, known };
  const stages = process.stages.map(({ id }) => spanOf(planned, id));
  const messages = datedMessages(process).map(({ id, leadTime }) => ({ id, at: instant(productionAt - leadTime) }));
  const earliest = [...stages.map(({ begin }) => begin), ...messages.map(({ at }) => at)];
  return {
    stages,
    messages: messages.map((message) => ({ ...message, missed: message.at < openedAt })),
    leadTime: since(instant(Math.min(productionAt, ...earliest)), productionAt),
  };
};

type Dated = Message & { readonly leadTime: Millis };
const datedMessages = ({ requirements }: Process): readonly Dated[] =>
  requirements.filter((one): one is Dated => one.kind === "message" && one.leadTime !== undefined);

type Planned = {
  readonly process: Process;
  /** The stage that `productionAt` is about. */
  readonly production: string;
  readonly productionAt: Instant;
  /** What was worked out already: many stages follow the same one. */
  readonly known: Map<string, PlannedStage>;
};

/** The loader refuses stages that wait for each other in a circle. */
const spanOf = (planned: Planned, id: string): PlannedStage => {
  const found = planned.known.get(id) ?? plan(planned, id);
  planned.known.set(id, found);
  return found;
};

const plan = (planned: Planned, id: string): PlannedStage => {
  const { process, production, productionAt } = planned;
  const { after = [], budget = millis(0), period = millis(0) } = process.stages.find((stage) => stage.id === id) ?? {};
  if (id === production) return { stage: id, begin: productionAt, end: plus(productionAt, budget) };
  if (!leadsTo(process, id, production)) {
    const ends = after.map((before) => spanOf(planned, before).end);
    const begin = instant(Math.max(productionAt, ...ends));
    return { stage: id, begin, end: plus(begin, millis(Math.max(budget, period))) };
  }
  const followers = process.stages.filter(
    (stage) => stage.after.includes(id) && leadsTo(process, stage.id, production),
  );
  const end = instant(Math.min(...followers.map((stage) => spanOf(planned, stage.id).begin)));
  return { stage: id, begin: instant(end - budget), end };
};

const leadsTo = (process: Process, from: string, to: string): boolean =>
  from === to || process.stages.some(({ id, after }) => after.includes(from) && leadsTo(process, id, to));

/** By when each stage has to be left for the date of production to hold; of none where nothing is dated. */
export const dueDates = (process: Process, { plan, openedAt }: Release): ReadonlyMap<string, Instant> =>
  new Map(
    plan.productionAt === null
      ? []
      : timetable(process, plan.productionAt, openedAt).stages.map(({ stage, end }) => [stage, end]),
  );
