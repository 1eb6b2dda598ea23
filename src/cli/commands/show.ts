import { readRequirement } from "../../api/to-requirement-detail-answer.ts";
import { command } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { release, requirement } from "../options.ts";
import { detailText } from "../text/detail-text.ts";
import { shownText } from "../text/shown-text.ts";

export const show = command({
  name: "show",
  summary: "Show all about one requirement, with its evidence",
  args: { release, requirement },
  options: {},
  examples: [
    ["show shop-1.1.0 entry.security", "state, reports, figures and findings"],
    ["show shop-1.1.0 production.briefing", "a document with its words"],
    ["show shop-1.1.0 A7", "for an approval: the statement and what it stands on"],
  ],
  async run({ release: id, requirement: which }, context) {
    const { answer, view } = await readRequirement(await context.engine(), id, which);
    const { text, signature } = answer;
    const layout = layoutOf(context.io);
    context.answer(answer, () =>
      [
        detailText(answer, layout),
        ...(text === undefined ? [] : [text.trimEnd()]),
        ...(signature === undefined ? [] : [shownText({ ...signature, requirements: view.requirements }, layout)]),
      ].join("\n\n"),
    );
    return 0;
  },
});
