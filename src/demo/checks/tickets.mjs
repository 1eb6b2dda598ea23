// node tickets.mjs <tickets.json>: complaints since the release against the days before. `{ "daily": [..], "since": n, "days": d }`
import { readFile } from "node:fs/promises";
import { figuresReport } from "./lib/figures.mjs";
import { run } from "./lib/run.mjs";

run(["<tickets.json>"], async (path) => {
  const { daily, since, days } = JSON.parse(await readFile(path, "utf8"));
  if (daily.length === 0 || !(days > 0)) throw new Error("there is nothing to compare with");
  const mean = daily.reduce((sum, count) => sum + count, 0) / daily.length;
  return figuresReport("shop tickets", { checked: daily.length, ticketRatio: since / days / Math.max(mean, 1) });
});
