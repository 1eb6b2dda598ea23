import type { PlanAnswer } from "../../api/plan-answer.ts";
import { millis } from "../../domain/units.ts";
import { columns } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { powerText } from "./power-text.ts";
import { roughly, showMinute } from "./time.ts";

/** The plan on a page: each environment's steps, the waiting periods, the messages, and what is missing. */
export const planText = (plan: PlanAnswer, layout: Layout): string =>
  [
    layout.paint.strong(`${plan.service}: ${plan.strategy}, process ${plan.process}`),
    `production ${plan.productionAt === null ? "is not dated" : `planned for ${showMinute(plan.productionAt)}`}`,
    ...plan.environments.flatMap((one) => ["", ...environmentText(one, layout)]),
    ...plan.power.flatMap((one) => ["", ...powerText(one, plan, layout)]),
    "",
    `The old build is kept ${length(plan.rollbackWindow)} as the way back.`,
    ...plan.periods.map(({ stage, length: long }) => `${stage} lasts ${length(long)} at least.`),
    ...timetableText(plan, layout),
    "",
    layout.paint.strong("Messages"),
    ...messages(plan, layout),
    "",
    ...missingText(plan.missing, layout),
  ].join("\n");

const length = (ms: number): string => roughly(millis(ms));

const environmentText = ({ name, steps, least }: PlanAnswer["environments"][number], { paint }: Layout) => [
  paint.strong(`${name}: ${steps.length} steps, ${length(least)} at least`),
  ...columns(
    steps.map(({ weight, candidate, bake, gates }, i) => [
      `  ${i + 1}.`,
      `${weight} % of traffic`,
      `${candidate} ${candidate === 1 ? "instance" : "instances"}`,
      `bake ${length(bake)}`,
      gates.length === 0 ? "" : `left by ${gates.join(" and ")}`,
    ]),
  ),
];

const timetableText = ({ timetable, noticeNeeded }: PlanAnswer, { paint }: Layout): readonly string[] => [
  `To keep every stage's time and every notice, it takes ${length(noticeNeeded)} from opening to production.`,
  ...(timetable.length === 0 ? [] : ["", paint.strong("By when each stage has to be left")]),
  ...columns(timetable.map(({ stage, begin, end }) => [`  ${stage}`, showMinute(begin), "to", showMinute(end)])),
];

const messages = ({ messages: all }: PlanAnswer, { paint }: Layout): readonly string[] =>
  columns(
    all.map(({ id, to, subject, leadTime, at, missed }) => [
      `  ${id}`,
      missed && at !== null
        ? paint.doubt(`${showMinute(at)}: missed`)
        : at !== null
          ? showMinute(at)
          : leadTime === null
            ? "when it is due"
            : `${length(leadTime)} before production`,
      to.join(", ") || "to nobody yet",
      subject,
    ]),
  );

const missingText = ({ roles, checks, audiences }: PlanAnswer["missing"], { paint }: Layout): readonly string[] => {
  if (roles.length + checks.length + audiences.length === 0) return [paint.good("Nothing is missing.")];
  return [
    paint.strong("Missing"),
    ...roles.map((id) => `  role ${id}: nobody holds it; add it to a person under people: in headgate.yaml`),
    ...audiences.map((id) => `  audience ${id}: nobody is in it; add it under audiences: in headgate.yaml`),
    ...(checks.length === 0
      ? []
      : ["  checks that no machine answers; bind them under checks:, or import their reports:"]),
    ...columns(
      checks.map(({ id, part, formats }) => [`    ${part === "" ? id : `${id}#${part}`}`, formats.join(" or ")]),
    ),
  ];
};
