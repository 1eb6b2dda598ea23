import type { Rejudged } from "../../conductor/rejudge.ts";
import { millis } from "../../domain/units.ts";
import { wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { roughly, showMoment } from "./time.ts";

export const rejudgeAnswer = (release: string, all: readonly Rejudged[]) => ({
  release,
  verdicts: all.length,
  same: all.filter(({ differs }) => differs.length === 0).length,
  rollouts: byRollout(all).map(([rollout, verdicts]) => ({
    rollout,
    verdicts: verdicts.map(({ at, version, recorded, again, differs }) => ({
      at: new Date(at).toISOString(),
      version,
      recorded,
      ...(differs.length === 0 ? { same: true } : { same: false, differs, again }),
    })),
  })),
});

/** Each rollout with every change of its answer; and each verdict that comes out differently, with what differs. */
export const rejudgeText = (release: string, all: readonly Rejudged[], layout: Layout): string => {
  const { paint } = layout;
  const different = all.filter(({ differs }) => differs.length > 0);
  if (all.length === 0) return `${release} has no recorded verdict yet.`;
  return [
    ...byRollout(all).flatMap(([rollout, verdicts]) => rolloutLines(rollout, verdicts, layout)),
    different.length === 0
      ? paint.good(
          `${all.length} of ${all.length} verdicts come out the same, bit for bit: outcome, reason and figures.`,
        )
      : paint.bad(`${different.length} of ${all.length} verdicts come out differently.`),
    ...(different.length === 0
      ? []
      : ["Was the history written by another version of Headgate? Is it as it was written? See: headgate verify"]),
  ].join("\n");
};

const byRollout = (all: readonly Rejudged[]): readonly (readonly [string, readonly Rejudged[]])[] => [
  ...Map.groupBy(all, ({ rollout }) => rollout),
];

const rolloutLines = (rollout: string, all: readonly Rejudged[], { paint, columns }: Layout): readonly string[] => [
  paint.strong(`${rollout}: ${all.length} verdicts over ${roughly(millis(all.at(-1)!.at - all[0]!.at))}`),
  ...all
    .filter(({ recorded, differs }, i) => differs.length > 0 || recorded.outcome !== all[i - 1]?.recorded.outcome)
    .flatMap(({ at, version, recorded, again, differs }) => [
      `${showMoment(at)}  ${recorded.outcome}`,
      ...wrap(recorded.reason, columns, "    "),
      ...(differs.length === 0
        ? []
        : wrap(
            `differs (entry ${version}): ${differs.join(", ")}; now ${again.outcome}: ${again.reason}`,
            columns,
            "    ",
          ).map(paint.bad)),
    ]),
  "",
];
