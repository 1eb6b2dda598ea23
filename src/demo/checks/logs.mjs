// node logs.mjs <base url> <log folder> [seconds]: marks some requests and finds each marker in the collected logs.
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { figuresReport } from "./lib/figures.mjs";
import { runOnShop } from "./lib/run.mjs";

/** Requests sent, each on a connection of its own, so that several instances behind a router get one. */
const markerCount = 8;

runOnShop(["<log folder>", "[seconds]"], async ({ ask }, folder, seconds = "10") => {
  await readdir(folder);
  const markers = Array.from({ length: markerCount }, () => randomUUID());
  for (const marker of markers) await ask("/healthz", { headers: { "x-marker": marker, connection: "close" } });
  const lost = await searchFor(markers, folder, performance.now() + Number(seconds) * 1_000);
  const findings = lost.map((marker) => ({
    id: "marker-lost",
    severity: "high",
    title: `the marker ${marker} did not reach the logs within ${seconds} s`,
    where: folder,
  }));
  const figures = { checked: markers.length, problems: lost.length, services: 1, silent: lost.length > 0 ? 1 : 0 };
  return figuresReport("shop logs", figures, findings);
});

/** The markers that are still missing at the deadline. */
const searchFor = async (markers, folder, deadline) => {
  const logs = await textOf(folder);
  const missing = markers.filter((marker) => !logs.includes(`"marker":"${marker}"`));
  if (missing.length === 0 || performance.now() > deadline) return missing;
  await wait(100);
  return await searchFor(missing, folder, deadline);
};

/** All files below the folder; one that is rotated away meanwhile is left out. */
const textOf = async (folder) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8").catch(() => "")));
  return texts.join("\n");
};
