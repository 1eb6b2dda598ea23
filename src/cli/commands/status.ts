import type { ReleasesAnswer } from "../../api/status-answer.ts";
import { toAlerts } from "../../api/to-environment-answer.ts";
import { toStatusAnswer } from "../../api/to-status-answer.ts";
import { argument, command, flag } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { anyText, optional } from "../reader.ts";
import { alertLines } from "../text/env-text.ts";
import { releasesText } from "../text/releases-text.ts";
import { statusText } from "../text/status-text.ts";

export const status = command({
  name: "status",
  summary: "Show what blocks a release, who owes it, and what to do now",
  args: { release: argument(optional(anyText), "id of the release; without one, the list of releases") },
  options: { all: flag("every requirement, not only what blocks; in the list, also what is over") },
  examples: [
    ["status", "the releases and where they stand"],
    ["status shop-1.1.0", "one release: stages, rollouts, what blocks and the command to type"],
    ["status shop-1.1.0 --json | jq -r '.blockedBy[].act'", "what can be done now, for a script"],
  ],
  async run({ release, all }, context) {
    const engine = await context.engine();
    const alerts = toAlerts(await engine.listEnvironments());
    const layout = layoutOf(context.io);
    const found = alerts.length === 0 ? {} : { alerts };
    const below = alerts.length === 0 ? [] : ["", ...alertLines(alerts, layout)];
    if (release === undefined) {
      const answer: ReleasesAnswer = {
        releases: (await engine.list()).map((one) => ({ ...one, updatedAt: new Date(one.updatedAt).toISOString() })),
        alerts,
      };
      context.answer(answer, () => [releasesText(answer, all), ...below].join("\n"));
      return 0;
    }
    const answer = { ...toStatusAnswer(await engine.status(release), engine.now(), all), ...found };
    context.answer(answer, () => [statusText(answer, layout), ...below].join("\n"));
    return 0;
  },
});
