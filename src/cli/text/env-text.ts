import type { AlertAnswer, EnvironmentAnswer, EnvironmentsAnswer } from "../../api/environment-answer.ts";
import type { ReadOnly } from "../../api/read-only.ts";
import { millis } from "../../domain/units.ts";
import { columns } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { roughly, showMinute } from "./time.ts";

/** One line for each environment, and below them what is wrong. */
export const environmentsText = ({ environments }: EnvironmentsAnswer, { paint }: Layout): string =>
  [
    ...columns([
      ["ENVIRONMENT", "RUNS", "HELD BY", "WAITING", "HELD BACK"],
      ...environments.map(({ environment, runs, heldBy, waiting, heldBack }) => [
        environment,
        runs?.version ?? "nothing adopted",
        heldBy?.rollout ?? "nobody",
        String(waiting.length),
        heldBack.map(({ version }) => version).join(", ") || "none",
      ]),
    ]),
    ...environments.flatMap(({ environment, findings, problem }) => [
      ...findings.map((finding) => `${paint.bad(environment)}: ${finding}`),
      ...(problem === null ? [] : [`${paint.doubt(environment)}: ${problem}`]),
    ]),
  ].join("\n");

/** Below a status: what was found in the environments and is still there. */
export const alertLines = (alerts: readonly ReadOnly<AlertAnswer>[], { paint }: Layout): readonly string[] =>
  alerts.flatMap(({ environment, since, findings }) => [
    `${paint.bad("UNAUTHORISED CHANGE")} in ${environment}, first seen ${showMinute(since)}: headgate env show ${environment}`,
    ...findings.map((finding) => `  ${finding}`),
  ]);

/** All that is known of one environment, and all that was seen there. */
export const environmentText = (answer: EnvironmentAnswer, layout: Layout): string =>
  [
    layout.paint.strong(`${answer.environment} of ${answer.service}`),
    ...inService(answer),
    ...queue(answer),
    ...heldBack(answer),
    "",
    ...reality(answer),
    "",
    ...judgement(answer, layout),
    ...(answer.next.length === 0 ? [] : ["", "What can be done:", ...answer.next.map((act) => `  ${act}`)]),
  ].join("\n");

const named = ({ version, digest }: { readonly version: string; readonly digest: string }): string =>
  `${version} (${digest.slice(0, 19)})`;

const inService = ({ runs, lastGood }: EnvironmentAnswer): readonly string[] => [
  `in service, known good: ${runs === null ? "nothing was adopted yet" : named(runs)}`,
  ...(lastGood === null ? [] : [`known good before it:    ${named(lastGood)}`]),
];

const queue = ({ heldBy, waiting }: EnvironmentAnswer): readonly string[] => [
  heldBy === null
    ? "held by: nobody"
    : `held by: ${heldBy.rollout}${heldBy.phase === null ? "" : `, ${heldBy.phase}`}, since ${showMinute(heldBy.since)} (${roughly(millis(heldBy.forMs))})`,
  ...waiting.map(
    ({ rollout, since, forMs }, i) =>
      `waits, ${i + 1}.: ${rollout}, since ${showMinute(since)} (${roughly(millis(forMs))})`,
  ),
];

const heldBack = ({ heldBack: builds }: EnvironmentAnswer): readonly string[] =>
  builds.map(
    ({ at, by, reason, ...build }) => `held back: ${named(build)}, rolled back ${showMinute(at)} by ${by}: ${reason}`,
  );

const reality = ({ instances, routes }: EnvironmentAnswer): readonly string[] =>
  instances === null || routes === null
    ? ["What really runs is not known."]
    : [
        instances.length === 0 ? "No instance runs." : "What really runs:",
        ...columns(
          instances.map(({ id, build, version, endpoint, ready, answer }) => [
            `  ${id}`,
            version ?? build.slice(0, 19),
            endpoint,
            ready ? "ready" : `not ready: ${answer}`,
          ]),
        ),
        routes.length === 0 ? "Nothing is routed." : "What is really routed:",
        ...columns(
          routes.map(({ build, version, weight, endpoints, cohort }) => [
            `  ${weight} %`,
            version ?? build.slice(0, 19),
            `${endpoints.join(", ") || "no instance"}${cohort ? ", and a cohort" : ""}`,
          ]),
        ),
      ];

const judgement = ({ findings, problem, recorded }: EnvironmentAnswer, { paint }: Layout): readonly string[] => {
  if (problem !== null) return [`${paint.doubt("cannot judge")}: ${problem}`];
  if (findings.length === 0) return [paint.good("all of it was released here")];
  const first = recorded === null ? "" : `, first seen ${showMinute(recorded.since)}`;
  return [`${paint.bad("UNAUTHORISED CHANGE")}${first}:`, ...findings.map((finding) => `  ${finding}`)];
};
