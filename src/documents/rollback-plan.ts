import type { Severity } from "../domain/process/process.ts";
import { unhealthyLimit } from "../domain/rollout/gates.ts";
import { duration } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, md, numbered, section, table } from "./markdown.ts";
import { page, requirementFor, type Template } from "./page.ts";
import { contacts, nameOf, roleTitle } from "./people.ts";

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
      ]),
    ),
    section("Order of acts", numbered(acts)),
    section("Who", bullets(people(input))),
    section(
      "Triggers",
      md`These start it without asking anybody:`,
      bullets(automatic),
      md`Anything else is given a severity, which has a clock by the process:`,
      clocks(input),
    ),
    section("Data", md`${data[plan.dataCheck]}`),
  );
};

const acts = [
  "Bring the baseline to its full size, every instance ready.",
  "Route all traffic to the baseline, the candidate to 0 %, read back from the router.",
  "Smoke-test what users reach.",
  "Let the requests in flight on the candidate end, and stop its instances.",
  "Free the environment; the baseline stays the known-good build.",
];

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
