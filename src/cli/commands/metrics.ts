import { readServiceMetrics, toReleaseMetrics } from "../../api/to-metrics-answer.ts";
import { argument, command, option } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { optional, word } from "../reader.ts";
import { releaseMetricsText, serviceMetricsText } from "../text/metrics-text.ts";
import { moment } from "../values.ts";

export const metrics = command({
  name: "metrics",
  summary: "Show what was measured against its target, for a release or over all of a service",
  args: { release: argument(optional(word), "id of a release; without one, all releases of the service") },
  options: {
    service: option(optional(word), "NAME", "which service (else that of headgate.yaml)"),
    since: option(optional(moment), "TIME", "from when on (else from the first release on)"),
    until: option(optional(moment), "TIME", "until when (else now); this moment is not part of it"),
  },
  examples: [
    ["metrics shop-1.1.0", "six figures, each with its target, sample and source"],
    ["metrics --since 2026-10-01T00:00Z --until 2027-01-01T00:00Z", "delivery, rollback times and trend of a quarter"],
  ],
  async run({ release, service, since, until }, context) {
    const engine = await context.engine();
    const layout = layoutOf(context.io);
    if (release !== undefined) {
      const found = toReleaseMetrics(await engine.load(release));
      context.answer(found, () => releaseMetricsText(found, layout));
      return 0;
    }
    const name = service ?? (await context.project()).config.service;
    const found = await readServiceMetrics(engine, name, { from: since ?? null, to: until ?? null });
    context.answer(found, () => serviceMetricsText(found, layout));
    return 0;
  },
});
