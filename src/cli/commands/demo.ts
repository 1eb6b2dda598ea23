import { command, flag, option } from "../command.ts";
import { anyText, optional } from "../reader.ts";

export const demo = command({
  name: "demo",
  summary: "Watch a whole release on a sample service, on this machine",
  args: {},
  options: {
    exit: flag("end by itself when the story is over"),
    report: option(optional(anyText), "FILE", "write what was measured as JSON"),
  },
  examples: [
    ["demo", "a bad build is caught and rolled back, a good one goes through"],
    ["demo --exit --report report.json", "for a script"],
  ],
  run: ({ exit, report }, { io }) =>
    io.demo([...(exit ? ["--exit"] : []), ...(report === undefined ? [] : ["--report", report])]),
});
