import { reactionOf } from "../domain/incident/reaction.ts";
import { restorations, restoredInWords } from "../domain/incident/restored.ts";
import { many, utcMillis } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { type Markdown, md, section, table } from "./markdown.ts";
import { nameOf } from "./people.ts";

/** Each trigger with the time from the sign to the decision (R131) and until users were well again (R121); nothing where there was none. */
export const reactions = ({ process, release }: Pick<DocumentInput, "process" | "release">): readonly Markdown[] => {
  const restored = restorations(process, release);
  return release.triggers.length === 0
    ? []
    : [
        section(
          "Triggers",
          md`${many(release.triggers.length, "trigger")}, and how long each waited for a decision, and until users were well again.`,
          table(
            ["Trigger", "When (UTC)", "Severity", "What was seen", "Decided by", "After", "How it ended", "Service"],
            release.triggers.map((one) => [
              one.id,
              utcMillis(one.at),
              one.severity,
              one.says,
              one.decision === null ? "nobody" : nameOf(release.plan, one.decision.by),
              afterText(reactionOf(one)),
              one.settled?.how ?? "open",
              restored
                .filter(({ trigger }) => trigger === one.id)
                .map(restoredInWords)
                .join("; ") || "no limit",
            ]),
          ),
        ),
      ];
};

const afterText = (reaction: number | null): string =>
  reaction === null ? "not yet" : `${Math.floor(reaction / 60_000)} min ${Math.floor((reaction % 60_000) / 1_000)} s`;
