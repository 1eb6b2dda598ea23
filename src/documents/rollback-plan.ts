import type { Severity } from "../domain/process/process.ts";
import type { Plan } from "../domain/release/plan.ts";
import { restoreTime, windowOf } from "../domain/release/point-of-no-return.ts";
import { unhealthyLimit } from "../domain/rollout/gates.ts";
import { plus } from "../domain/units.ts";
import { utc } from "../domain/utc.ts";
import { duration } from "./format.ts";
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
      "Times",
      bullets([
        md`Target, from the decision until the old build is healthy with all traffic: less than ${duration(process.rollbackTarget)}`,
        md`It needs no approval, and no freeze holds it back`,
        md`A rollback that takes longer than its target is escalated, and goes on`,
        md`Possible from the first step until ${duration(process.rollbackWindow)} after the rollout; later, an older build returns by a release of its own`,
        ...lastMoment(input),
      ]),
    ),
    section("Application", md`${application}`),
    section("Data", ...migrations(plan.hooks), md`${data[plan.dataCheck]}`),
    section("Configuration", md`${configuration}`, ...fixes(plan)),
    section("Steps", numbered(rollbackActs(plan))),
    section("Verification", bullets(verification(plan))),
    section("Owners", bullets(owners(input))),
    section("Contacts", contactTable(input)),
    section(
      "Triggers",
      md`These start it without asking anybody:`,
      bullets(automatic),
      md`Anything else is given a severity, which has a clock by the process:`,
      clocks(input),
    ),
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

const application =
  "Users get the build in service again, as it ran before this release; the instances of this build are stopped.";

const configuration =
  "Instances that stand keep the configuration with which they were started. One that has to be started anew gets that of this release, as it was pinned when the release was opened.";

/** What people may change by hand while users have the build does not return by itself. */
const fixes = ({ plannedFixes = [] }: Plan) =>
  plannedFixes.length === 0
    ? [md`No setting and no flag may be changed in place, so none has to be put back.`]
    : [
        md`Of these, whoever changed one puts it back:`,
        table(
          ["Planned fix", "Kind", "What it does"],
          plannedFixes.map(({ name, kind, does }) => [name, kind, does]),
        ),
      ];

const verification = ({ dataCheck }: Plan) => [
  md`Each route is read back from the router, and never remembered`,
  md`The smoke tests pass on what users reach`,
  ...(dataCheck === "checked" ? [md`The data check answers as it did before`] : []),
  md`It is over when the build in service is healthy with all traffic: headgate status says so`,
];

const owners = (input: DocumentInput) => {
  const { process, release } = input;
  const owner = requirementFor(input, "rollback-plan")?.owner;
  const decide = process.triggers?.decidedBy ?? [];
  return [
    md`Owner of the release: ${nameOf(release.plan, release.plan.owner)}`,
    ...(owner === undefined ? [] : [md`Answers for this plan: ${contacts(release.plan, owner)}`]),
    ...(decide.length === 0
      ? []
      : [
          md`Decide on a rollback that is not begun by itself: ${decide.map((id) => roleTitle(process, id)).join(", ")}`,
        ]),
    md`Every step is carried out by Headgate; what it cannot end is escalated to people`,
  ];
};

const contactTable = ({ process, release: { plan } }: DocumentInput) =>
  table(
    ["Role", "Who"],
    process.roles.filter(({ required }) => required).map(({ id, title }) => [title, contacts(plan, id)]),
  );

const clocks = ({ process }: DocumentInput) =>
  table(
    ["Severity", "What it means", "Clock"],
    process.severities.map((severity) => [severity.id, severity.means, clock(severity)]),
  );

const clock = ({ rollBackAfter, escalateAfter, decideWithin, restoreWithin }: Severity): string =>
  [
    ...(escalateAfter === undefined ? [] : [`escalated after ${duration(escalateAfter)}`]),
    ...(decideWithin === undefined ? [] : [`somebody decides within ${duration(decideWithin)}`]),
    ...(rollBackAfter === undefined
      ? []
      : [rollBackAfter === 0 ? "at once" : `rolled back after ${duration(rollBackAfter)}`]),
    ...(restoreWithin === undefined ? [] : [`restored within ${duration(restoreWithin)}, or everybody hears of it`]),
  ].join("; ") || "none; mended in a later release";

const data = {
  none: "The service keeps no data.",
  checked:
    "In the drill, a data check is asked before the candidate gets traffic and again after the way back, and the two answers are compared.",
  absent: "NOT COVERED: no data check is declared, so nothing proves that data survives a rollback.",
} as const;
