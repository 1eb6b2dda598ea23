import type { RequirementAnswer, StatusAnswer } from "../../api/status-answer.ts";
import { columns, flow, wrap } from "./columns.ts";
import type { Layout, Paint } from "./paint.ts";
import { rolloutText } from "./rollout-text.ts";
import { showMinute } from "./time.ts";

/** The answer to the first question of everybody: what blocks, who owes it, and what can be done now. */
export const statusText = (answer: StatusAnswer, layout: Layout): string =>
  [
    ...header(answer, layout),
    "",
    ...stageLine(answer, layout),
    ...(answer.rollouts.length === 0 ? [] : [""]),
    ...answer.rollouts.flatMap((rollout) => rolloutText(rollout, layout)),
    "",
    ...(answer.requirements === undefined
      ? blockers(answer, layout)
      : allRequirements(answer.stages, answer.requirements, layout)),
    "",
    ...exitGates(answer, layout),
  ].join("\n");

const header = (answer: StatusAnswer, { paint }: Layout): readonly string[] => {
  const { release, phase, version, digest, endReason, productionAt } = answer;
  const why = endReason === "" ? "" : `: ${endReason}`;
  const planned =
    productionAt === null ? "production is not dated" : `production planned for ${showMinute(productionAt)}`;
  return [
    `${paint.strong(release)}  ${phaseOf(phase, paint)}${why}`,
    `build ${version} (${digest.slice(0, 19)}), commit ${answer.commit.slice(0, 12)}, opened ${showMinute(answer.openedAt)}`,
    `owner ${answer.owner}, ${answer.strategy}, ${planned}, process ${answer.process}`,
    live(answer),
    ...warnings(answer, paint),
    ...(answer.practice ? [paint.doubt("PRACTICE: waiting periods are shorter than for a real release")] : []),
  ];
};

/** What is in service, and who has met the new build so far (R17). */
const live = ({ running = [], served, version }: StatusAnswer): string => {
  const runs = running.map((one) => `${one.environment} runs ${one.version ?? "nothing known"}`);
  return [...runs, `users: ${served} ${served === 1 ? "request" : "requests"} on ${version}`].join(", ");
};

/** What nobody should overlook: authors whom nobody knows, and what one person opened alone. */
const warnings = ({ authorsUnknown, breakGlass }: StatusAnswer, paint: Paint): readonly string[] => [
  ...authorsUnknown.map((address) =>
    paint.doubt(`author unknown: ${address} is nobody of this release, and may be somebody who signs`),
  ),
  ...breakGlass.map(({ requirement, by, reason, review, reviewBy }) =>
    paint[review === "done" ? "faint" : review === "owed" ? "doubt" : "bad"](
      `break-glass: ${by} opened ${requirement} (${reason}); review ${review}${review === "done" ? "" : `, by ${showMinute(reviewBy)}`}`,
    ),
  ),
];

const phaseOf = (phase: StatusAnswer["phase"], paint: Paint): string => {
  switch (phase) {
    case "none":
    case "open":
      return phase;
    case "closed":
      return paint.good("closed: everything is done");
    case "rejected":
    case "cancelled":
      return paint.bad(phase);
  }
};

const marks = { done: "✓", open: "●", waiting: "○" } as const;

const stageLine = ({ stages }: StatusAnswer, { paint, columns: width }: Layout): readonly string[] => {
  const color = { done: paint.good, open: paint.strong, waiting: paint.faint };
  const waits = stages.filter(({ state, notBefore }) => state === "open" && notBefore !== null);
  return [
    ...flow(
      stages.map(({ id, state, met, of }) => color[state](`${marks[state]} ${id} ${met}/${of}`)),
      "   ",
      width,
    ),
    paint.faint("✓ done   ● open now   ○ waits for an earlier stage"),
    ...waits.map(({ id, notBefore }) => `${id} lasts until ${showMinute(notBefore ?? "")} at least`),
    ...stages
      .filter(({ late }) => late)
      .map(({ id, dueBy }) => paint.doubt(`${id} is late: by plan it was over at ${showMinute(dueBy ?? "")}`)),
  ];
};

const blockers = ({ blockedBy, phase, release }: StatusAnswer, layout: Layout): readonly string[] => {
  if (phase !== "open") return ["Nothing is left to do here."];
  if (blockedBy.length === 0) return [`Nothing blocks that a person could mend now. Go on: headgate run ${release}`];
  const { paint } = layout;
  return [
    paint.strong(`${blockedBy.length} ${blockedBy.length === 1 ? "thing blocks" : "things block"} it now:`),
    ...byWho(blockedBy).flatMap(([who, owed]) => [
      "",
      paint.strong(who),
      ...owed.flatMap((one) => blocker(one, layout)),
    ]),
  ];
};

const byWho = (
  blockedBy: readonly RequirementAnswer[],
): readonly (readonly [string, readonly RequirementAnswer[]])[] => [
  ...Map.groupBy(blockedBy, ({ who, owner }) => (who.length === 0 ? `nobody holds the role ${owner}` : who.join(", "))),
];

const blocker = (one: RequirementAnswer, { paint, columns: width }: Layout) => {
  const { id, state, title, reason, why, act, overdue, proposed } = one;
  return [
    `  ${id}  ${stateOf(state, paint)}${overdue === true ? `  ${paint.bad("overdue")}` : ""}  ${title}`,
    ...wrap(reason, width, "    "),
    ...wrap(why, width, "    ").map(paint.faint),
    ...(proposed === undefined
      ? []
      : wrap(`${proposed.by} proposes (${proposed.kind}): ${proposed.note}`, width, "    ")),
    `    → ${act}`,
  ];
};

export const stateOf = (state: RequirementAnswer["state"], paint: Paint): string => {
  switch (state) {
    case "pass":
    case "not applicable":
      return paint.good(state);
    case "fail":
    case "error":
      return paint.bad(state);
    case "missing":
    case "stale":
    case "inconclusive":
    case "waived":
      return paint.doubt(state);
  }
};

const allRequirements = (
  stages: StatusAnswer["stages"],
  requirements: readonly RequirementAnswer[],
  { paint }: Layout,
): readonly string[] =>
  stages.flatMap(({ id, title, state, met, of }, i) => {
    const own = requirements.filter(({ stage }) => stage === id);
    const rows = own.map((one) => [
      one.id,
      stateOf(one.state, paint),
      one.title,
      one.waitsFor.length > 0 ? one.act : one.reason,
    ]);
    return [
      ...(i === 0 ? [] : [""]),
      paint.strong(`${marks[state]} ${title}: ${met} of ${of}`),
      ...columns(rows).map((line) => `  ${line}`),
    ];
  });

const exitGates = ({ exitGates: gates }: StatusAnswer, { paint }: Layout): readonly string[] => {
  const open = gates.filter((gate) => gate.open).length;
  return gates.length === 0
    ? []
    : [
        `${paint.strong(`Exit gates: ${open} of ${gates.length} open`)}  ${gates.map((gate) => `${gate.open ? marks.done : marks.waiting} ${gate.id}`).join("  ")}`,
      ];
};
