import type { Plan } from "../domain/release/plan.ts";
import { windowOf } from "../domain/release/point-of-no-return.ts";
import { plus } from "../domain/units.ts";
import { utc } from "../domain/utc.ts";
import { duration } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, md, section, table } from "./markdown.ts";
import { messagesOf, whenSent } from "./messages.ts";
import { targetText } from "./metrics.ts";
import { page, type Template } from "./page.ts";
import { nameOf, roleTitle } from "./people.ts";
import { bakeTime, stepTable } from "./steps.ts";

/** Who does what, and when (R33). */
export const releasePlan: Template = (input) => {
  const { release, process } = input;
  const steps = release.plan.environments.production?.steps ?? [];
  return page(
    input,
    "release-plan",
    section("Schedule", bullets(schedule(input))),
    section("Production, step by step", stepTable(steps)),
    section("What users notice", md`${release.plan.impact || "The plan does not say."}`),
    section("People", people(input)),
    section("Stages", stages(input)),
    section(
      "Messages",
      table(
        ["Message", "When", "Audience"],
        messagesOf(input).map((message) => [message.title, whenSent(input, message), message.audience]),
      ),
    ),
    section(
      "Targets",
      table(
        ["Metric", "Target", "How it is computed"],
        process.metrics.map((metric) => [metric.title, targetText(metric), metric.formula]),
      ),
    ),
  );
};

const schedule = ({ release, process }: DocumentInput) => {
  const { plan, openedAt } = release;
  const periods = process.stages.filter(({ period }) => period !== undefined);
  return [
    md`Opened: ${utc(openedAt)}`,
    md`Production begins: ${plan.productionAt === null ? "not dated" : utc(plan.productionAt)}`,
    ...booked(plan),
    md`Production takes at least ${duration(bakeTime(plan.environments.production?.steps ?? []))} of bake times`,
    ...periods.map(({ title, period }) => md`${title} takes at least ${duration(period ?? bakeTime([]))}`),
    md`The way back stays warm for ${duration(process.rollbackWindow)} after the rollout`,
  ];
};

/** Outside of it production does not start (R27). */
const booked = (plan: Plan) => {
  const window = windowOf(plan);
  if (window === null) return [];
  const { begins, length } = window;
  return [
    begins === null
      ? md`Window: ${duration(length)}, booked once production is dated; production starts only inside it`
      : md`Window: ${utc(begins)} to ${utc(plus(begins, length))}; production starts only inside it`,
  ];
};

const people = ({ process, release: { plan } }: DocumentInput) =>
  table(
    ["Role", "What it is for", "Who"],
    process.roles.map(({ id, title, charge, required }) => {
      const names = plan.people.filter(({ roles }) => roles.includes(id)).map((one) => nameOf(plan, one.id));
      return [title, charge, names.join(", ") || (required ? "nobody yet, and it is required" : "nobody")];
    }),
  );

const stages = ({ process }: DocumentInput) =>
  table(
    ["Stage", "What it is for", "After", "Time by plan", "Not left before", "Owed by"],
    process.stages.map(({ id, title, purpose, after, budget, period }) => [
      title,
      purpose,
      after.map((before) => process.stages.find((one) => one.id === before)?.title ?? before).join(", ") || "nothing",
      duration(budget),
      period === undefined ? "at any time" : `${duration(period)} have passed`,
      [
        ...new Set(
          process.requirements.filter(({ stage }) => stage === id).map(({ owner }) => roleTitle(process, owner)),
        ),
      ].join(", "),
    ]),
  );
