import { toStopsAnswer } from "../../api/to-calendar-answer.ts";
import { lineName } from "../../domain/calendar/decide-calendar.ts";
import { actor } from "../acting.ts";
import { argument, command, flag, option } from "../command.ts";
import { as } from "../options.ts";
import { anyText, oneOf, orElse } from "../reader.ts";
import { settleCalendar } from "../settle-calendar.ts";

const acts = oneOf(["show", "stop", "resume"], "write show, stop or resume");

export const line = command({
  name: "line",
  summary: "Stop the line: nothing advances anywhere until it is resumed",
  args: { what: argument(orElse(acts, "show"), "show, stop or resume") },
  options: {
    allServices: flag("every service on this journal, not this one alone"),
    reason: option(orElse(anyText, ""), "TEXT", "why; it stands in the history"),
    as,
  },
  examples: [
    [
      'line stop --reason "payments fail, cause unknown" --as ada',
      "every rollout stands where it is; a rollback always may",
    ],
    ['line resume --reason "mended by shop-1.1.1" --as ada', "what stood still goes on by itself"],
    ["line", "whether it is stopped, by whom and why"],
  ],
  async run({ what, allServices, reason, as }, context) {
    const { config, process } = await context.project();
    const engine = await context.engine();
    if (what === "show") {
      const now = engine.now();
      const overview = await engine.calendar(config, { from: now, to: now });
      const stops = overview.stops.map((stop) => `${lineName(stop.service)} is stopped by ${stop.by}: ${stop.reason}`);
      context.answer(toStopsAnswer(overview), () => stops.join("\n") || "The line is not stopped.");
      return 0;
    }
    const by = await actor(context, as, config.people);
    const service = allServices ? null : config.service;
    const act = { type: what === "stop" ? "StopLine" : "ReleaseLine", service, reason } as const;
    settleCalendar(context, await engine.actOnCalendar({ config, process, act, by }, context.io.signal));
    return 0;
  },
});
