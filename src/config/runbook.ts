import { z } from "zod";
import type { Process } from "../domain/process/process.ts";
import type { AddedStep } from "../domain/rollout/runbook.ts";
import type { Place } from "../domain/runbook/own-step.ts";
import { roleRule } from "./asked-rules.ts";
import type { Complaint, Path } from "./complaint.ts";
import { someDuration } from "./duration.ts";
import { asks } from "./explain.ts";
import { countOf } from "./instances.ts";
import type { HeadgateYaml } from "./schema.ts";
import type { Sound } from "./sound.ts";
import { unanswered } from "./step-waits.ts";
import { command, strict, text } from "./values.ts";

const placeForm =
  /^(?:(?<place>before-rollout|before-traffic|after-promote|on-rollback)|after-step (?<after>[1-9]\d*))$/;
const placeHelp =
  "write before-rollout, before-traffic, after-step 2 (any step of the rollout), after-promote or on-rollback";

const place = z.string({ error: asks(placeHelp) }).regex(placeForm, { error: asks(placeHelp) });

const placeOf = (at: string): { readonly place: Place; readonly after: number | null } => {
  const { place, after } = placeForm.exec(at)?.groups ?? {};
  return after === undefined
    ? { place: place as Place, after: null }
    : { place: "after-step", after: Number(after) - 1 };
};

const step = strict({
  title: text.describe("What is done, as people read it."),
  at: place.describe("Where it stands: after-step 2 is the last thing before the rollout leaves its second step."),
  owner: text.describe("The role that does it, or that answers for its command."),
  command: command
    .exactOptional()
    .describe("Run once per rollout, in the folder of headgate.yaml; without one people do it, and confirm it."),
  expected: text.describe("What is so when it went well."),
  verify: z
    .union([text, command], { error: asks("write in words how it is verified, or [a, command] that ends with 0") })
    .describe("How that is verified: in words for people; a command that ends with 0 where a command does the step."),
  within: someDuration
    .prefault("30m")
    .describe("The longest that its command may take, or that people are waited for."),
  unanswered: unanswered.describe("What is done when nobody confirmed it in time."),
  reversible: z.boolean().default(true).describe("Whether it can be undone."),
});

export const runbook = z
  .array(step)
  .default([])
  .describe("Own steps of the runbook: done in every rollout, staging's too, so that they are rehearsed.")
  .transform((steps): readonly AddedStep[] =>
    steps.map(({ at, command: runs, verify, ...rest }) => ({
      ...rest,
      ...placeOf(at),
      by: runs === undefined ? ("manual" as const) : ("automated" as const),
      ...(runs === undefined ? {} : { runs }),
      verify: typeof verify === "string" ? verify : verify.join(" "),
      ...(typeof verify === "string" ? {} : { proves: verify }),
    })),
  );

type Given = Sound<HeadgateYaml>;
type Step = Sound<z.input<typeof step>>;

/** That its owner is a role, that its place is there, and that nobody is waited for while users are shut out. */
export const runbookRules = (given: Given, process: Process): readonly Complaint[] =>
  (given.runbook ?? []).flatMap((one, i) =>
    one === undefined ? [] : stepRules(one as Step, ["runbook", i], given, process),
  );

const stepRules = (one: Step, path: Path, given: Given, process: Process): readonly Complaint[] => [
  ...roleRule(one.owner, [...path, "owner"], process),
  ...placeRules(one, path, given),
  ...(Array.isArray(one.verify) && !Object.hasOwn(one, "command")
    ? [
        {
          path: [...path, "verify"],
          what: "is a command, and people do this step",
          fix: "say in words how they verify it, or add command:",
        },
      ]
    : []),
];

const placeRules = (one: Step, path: Path, given: Given): readonly Complaint[] => {
  const at = typeof one.at === "string" ? placeOf(one.at) : null;
  if (at === null) return [];
  const isShutOut = at.place === "before-traffic" && given.strategy?.recreate !== undefined;
  if (isShutOut && !Object.hasOwn(one, "command"))
    return [
      {
        path: [...path, "at"],
        what: "would have users wait with the maintenance page until a person is done",
        fix: "write before-rollout, or give it a command",
      },
    ];
  const most = fewestSteps(given);
  if (at.after === null || most === null || at.after < most) return [];
  const what = `the rollout has ${most} step${most === 1 ? "" : "s"}`;
  return [{ path: [...path, "at"], what, fix: `write after-step ${most} at most` }];
};

/** Of the environment with the fewest; null where it cannot be told, which has a complaint of its own. */
const fewestSteps = ({ strategy, environments }: Given): number | null => {
  const own = strategy?.cohort == null ? 0 : 1;
  if (strategy?.recreate !== undefined) return own + 1;
  if (strategy?.["blue-green"] !== undefined) return own + 2;
  if (strategy?.rolling === undefined) return own + (strategy?.canary?.length ?? 4);
  const counts = [environments?.staging?.instances, environments?.production?.instances].map(countOf);
  const batch = strategy.rolling.batch ?? 1;
  const known = counts.filter((count) => count !== null);
  return known.length < counts.length ? null : own + Math.min(...known.map((count) => Math.ceil(count / batch)));
};
