import { toChecklistAnswer } from "../../api/to-checklist-answer.ts";
import { command } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { release } from "../options.ts";
import { checklistText } from "../text/checklist-text.ts";
import { alertLines } from "../text/env-text.ts";

export const checklist = command({
  name: "checklist",
  summary: "Show what was looked at before production, and why each item matters",
  args: { release },
  options: {},
  examples: [
    ["checklist shop-1.1.0", "its items, what is not met first, with source, digest and how long it holds"],
    ["checklist shop-1.1.0 --json | jq '.items[] | select(.met | not)'", "what is not met, for a script"],
  ],
  async run({ release: id }, context) {
    const engine = await context.engine();
    const known = await engine.status(id);
    const answer = toChecklistAnswer(known, await engine.listEnvironments(), engine.now());
    const { items, alerts } = answer;
    const layout = layoutOf(context.io);
    context.answer(answer, () =>
      [
        checklistText({ release: id, build: known.release.build, items }, layout),
        ...(alerts.length === 0 ? [] : ["", ...alertLines(alerts, layout)]),
      ].join("\n"),
    );
    return 0;
  },
});
