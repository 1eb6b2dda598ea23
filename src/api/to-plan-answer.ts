import { environmentPlan, personRef } from "../conductor/open.ts";
import type { Config } from "../config/config.ts";
import type { Check, Process } from "../domain/process/process.ts";
import { timetable } from "../domain/process/timetable.ts";
import type { Plan } from "../domain/release/plan.ts";
import { type Instant, instant } from "../domain/units.ts";
import { fill } from "../errors.ts";
import type { PlanAnswer } from "./plan-answer.ts";

type Settled = Pick<Plan, "strategy" | "people" | "bound" | "audiences" | "productionAt" | "environments">;

/** Of a release, by what it pinned; or of a folder, by what its files come to (`settledBy`). */
export const toPlanAnswer = (
  { service, version }: { readonly service: string; readonly version: string },
  process: Process,
  plan: Settled,
  /** When the release was opened, or now. */
  since: Instant,
  power: PlanAnswer["power"] = [],
): PlanAnswer => ({
  service,
  process: `${process.name} ${process.version}`,
  strategy: plan.strategy,
  environments: Object.entries(plan.environments).map(([name, { steps }]) => ({
    name,
    steps: steps.map(({ weight, candidate, bake, gates }) => ({ weight, candidate, bake, gates })),
    least: steps.reduce((sum, { bake }) => sum + bake, 0),
  })),
  power,
  rollbackWindow: process.rollbackWindow,
  periods: process.stages.flatMap(({ id, period }) => (period === undefined ? [] : [{ stage: id, length: period }])),
  productionAt: iso(plan.productionAt),
  messages: messagesOf({ service, version }, process, plan, since),
  noticeNeeded: timetable(process, plan.productionAt ?? since, since).leadTime,
  timetable:
    plan.productionAt === null
      ? []
      : timetable(process, plan.productionAt, since).stages.map(({ stage, begin, end }) => ({
          stage,
          begin: new Date(begin).toISOString(),
          end: new Date(end).toISOString(),
        })),
  missing: missingOf(process, plan),
});

const messagesOf = (
  names: { readonly service: string; readonly version: string },
  { requirements }: Process,
  { audiences, productionAt }: Settled,
  since: Instant,
): PlanAnswer["messages"] => {
  const start = productionAt === null ? "a date to be announced" : `${iso(productionAt)}`;
  return requirements.flatMap((one) => {
    if (one.kind !== "message") return [];
    const { id, audience, subject, leadTime = null } = one;
    const at = leadTime === null || productionAt === null ? null : instant(productionAt - leadTime);
    const missed = at !== null && at < since;
    return [
      { id, to: audiences[audience] ?? [], subject: fill(subject, { ...names, start }), leadTime, at: iso(at), missed },
    ];
  });
};

const iso = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());

const missingOf = (process: Process, { people, bound, audiences }: Settled): PlanAnswer["missing"] => ({
  roles: process.roles
    .filter(({ id, required }) => required && !people.some((one) => one.kind === "human" && one.roles.includes(id)))
    .map(({ id }) => id),
  checks: process.requirements
    .filter((one): one is Check => one.kind === "check")
    .flatMap(({ id, parts, reports, probe }) =>
      (parts.length === 0 ? [""] : parts)
        .filter((part) => probe === undefined && !bound.includes(part === "" ? id : `${id}#${part}`))
        .map((part) => ({ id, part, formats: reports })),
    ),
  audiences: [...new Set(process.requirements.flatMap((one) => (one.kind === "message" ? [one.audience] : [])))].filter(
    (id) => (audiences[id] ?? []).length === 0,
  ),
});

/** What a folder's files come to, as far as a plan tells it; the engine pins the same when a release is opened. */
export const settledBy = (config: Config, productionAt: Instant | null = null): Settled => ({
  strategy: config.strategy.kind,
  people: config.people.map((one) => personRef(one, config.owner)),
  bound: Object.entries(config.checks).flatMap(([id, parts]) =>
    parts.map(({ part }) => (part === "" ? id : `${id}#${part}`)),
  ),
  audiences: Object.fromEntries(Object.entries(config.audiences).map(([id, { to }]) => [id, to])),
  productionAt,
  environments: Object.fromEntries(
    Object.entries(config.environments).map(([name, one]) => [name, environmentPlan(config, one)]),
  ),
});
