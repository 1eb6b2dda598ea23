import type { Severity } from "../domain/process/process.ts";
import { restoreTime, windowOf } from "../domain/release/point-of-no-return.ts";
import { unhealthyLimit } from "../domain/rollout/gates.ts";
import { plus } from "../domain/units.ts";
import { duration, utc } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, md, numbered, section, table } from "./markdown.ts";
import { page, requirementFor, type Template } from "./page.ts";
import { contacts, nameOf, roleTitle } from "./people.ts";
import { migrations, rollbackActs } from "./rollback-acts.ts";

/** The way back, thought out while nothing is burning (R34, R120). */
export const rollbackPlan: Template = (input) => {
  const { process, release } = input;
  const { plan } = release;
  return page(
    input,
    "rollback-plan",
    section("Method", md`${plan.rollback || "The plan does not say."}`),
    section(
      "Time",
      bullets([
        md`Target, from the decision until the old build is healthy with all traffic: less than ${duration(process.rollbackTarget)}`,
        md`It needs no approval, and no freeze holds it back`,
        md`A rollback that takes longer than its target is escalated, and goes on`,
        md`Possible from the first step until ${duration(process.rollbackWindow)} after the rollout; later, an older build returns by a release of its own`,
        ...lastMoment(input),
      ]),
    ),
    section("Order of acts", numbered(rollbackActs(plan))),
    section("Who", bullets(people(input))),
    section(
      "Triggers",
      md`These start it without asking anybody:`,
      bullets(automatic),
      md`Anything else is given a severity, which has a clock by the process:`,
      clocks(input),
    ),
    section("Data", ...migrations(plan.hooks), md`${data[plan.dataCheck]}`),
  );
};

/** A booked window ends, and what begins too late to be back by then is a matter for people at once (R31). */
const lastMoment = ({ release }: DocumentInput) => {
  const [window, restore] = [windowOf(release.plan), restoreTime(release)];
  if (window === null) return [];
  const end = window.begins === null ? "the end of the booked window" : utc(plus(window.begins, window.length));
  return [
    restore === null
      ? md`Point of no return: ${end}, less the time that the drill in staging takes for the way back`
      : md`Point of no return: ${end}, less the ${duration(restore)} that the drill took for the way back`,
    md`A rollback that begins later is escalated at once`,
  ];
};

const automatic = [
  "the analysis of a step, or of the time after it, fails",
  "a smoke test of the candidate fails before it gets any traffic",
  `health is short of instances in ${unhealthyLimit} reports in a row`,
  "a step is not ready within its deadline",
];

const people = (input: DocumentInput) => {
  const { process, release } = input;
  const owner = requirementFor(input, "rollback-plan")?.owner;
  return [
    md`Owner of the release: ${nameOf(release.plan, release.plan.owner)}`,
    ...(owner === undefined ? [] : [md`Answers for this plan: ${contacts(release.plan, owner)}`]),
    ...process.roles
      .filter(({ id, required }) => required && id !== owner)
      .map(({ id }) => md`${roleTitle(process, id)}: ${contacts(release.plan, id)}`),
  ];
};

const clocks = ({ process }: DocumentInput) =>
  table(
    ["Severity", "What it means", "Clock"],
    process.severities.map((severity) => [severity.id, severity.means, clock(severity)]),
  );

const clock = ({ rollBackAfter, escalateAfter, decideWithin }: Severity): string =>
  [
    ...(escalateAfter === undefined ? [] : [`escalated after ${duration(escalateAfter)}`]),
    ...(decideWithin === undefined ? [] : [`somebody decides within ${duration(decideWithin)}`]),
    ...(rollBackAfter === undefined
      ? []
      : [rollBackAfter === 0 ? "at once" : `rolled back after ${duration(rollBackAfter)}`]),
  ].join("; ") || "none; mended in a later release";

const data = {
  none: "The service keeps no data.",
  checked:
    "In the drill, a data check is asked before the candidate gets traffic and again after the way back, and the two answers are compared.",
  absent: "NOT COVERED: no data check is declared, so nothing proves that data survives a rollback.",
} as const;
