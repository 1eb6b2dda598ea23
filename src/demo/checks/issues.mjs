// node issues.mjs <issues.json>: what is open in the issue list of this build. `[{ "id", "severity", "state", "decision" }]`
import { readFile } from "node:fs/promises";
import { figuresReport } from "./lib/figures.mjs";
import { run } from "./lib/run.mjs";

run(["<issues.json>"], async (path) => {
  const issues = JSON.parse(await readFile(path, "utf8"));
  const open = issues.filter(({ state }) => state !== "closed");
  const of = (severity) => open.filter((issue) => issue.severity === severity).length;
  const undecided = open.filter(({ decision }) => !decision);
  // Every open one, so that the known issues can be held against them.
  const findings = open.map(({ id, severity, decision }) => ({
    id,
    severity,
    title: decision ? `open: ${decision}` : "open, and nobody decided about it",
    where: path,
  }));
  const figures = {
    checked: issues.length,
    openCritical: of("critical"),
    openHigh: of("high"),
    undecided: undecided.length,
  };
  return figuresReport("shop issues", figures, findings);
});
