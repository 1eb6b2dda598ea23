import { reactionOf } from "../domain/incident/reaction.ts";
import { many, utcMillis } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { type Markdown, md, section, table } from "./markdown.ts";
import { nameOf } from "./people.ts";

/** Each trigger with the time from the sign to the decision (R131); nothing where there was none. */
export const reactions = ({ release }: Pick<DocumentInput, "release">): readonly Markdown[] =>
  release.triggers.length === 0
    ? []
    : [
        section(
          "Triggers",
          md`${many(release.triggers.length, "trigger")}, and how long each waited for a decision.`,
          table(
            ["Trigger", "When (UTC)", "Severity", "What was seen", "Decided by", "After", "How it ended"],
            release.triggers.map((one) => [
              one.id,
              utcMillis(one.at),
              one.severity,
              one.says,
              one.decision === null ? "nobody" : nameOf(release.plan, one.decision.by),
              afterText(reactionOf(one)),
              one.settled?.how ?? "open",
            ]),
          ),
        ),
      ];

const afterText = (reaction: number | null): string =>
  reaction === null ? "not yet" : `${Math.floor(reaction / 60_000)} min ${Math.floor((reaction % 60_000) / 1_000)} s`;
