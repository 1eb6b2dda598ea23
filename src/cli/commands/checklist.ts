import { toAlerts } from "../../api/to-environment-answer.ts";
import { checklist as checklistOf } from "../../domain/process/checklist.ts";
import { isMet } from "../../domain/process/judgement.ts";
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
    const { process, release, view } = await engine.status(id);
    const items = checklistOf(process, release, view, engine.now());
    const alerts = toAlerts(await engine.listEnvironments()).filter(({ service }) => service === release.service);
    const answer = {
      release: id,
      build: release.build.digest,
      items: items.map((item) => ({ ...item, met: isMet(item.state) })),
      alerts,
    };
    const layout = layoutOf(context.io);
    context.answer(answer, () =>
      [
        checklistText({ release: id, build: release.build, items }, layout),
        ...(alerts.length === 0 ? [] : ["", ...alertLines(alerts, layout)]),
      ].join("\n"),
    );
    return 0;
  },
});
