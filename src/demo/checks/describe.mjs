// node describe.mjs <data folder>: what an environment of the shop is made of, as a descriptor for the parity check.
import { readdir } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { run } from "./lib/run.mjs";

run(["<data folder>"], async (data) => {
  const files = (await readdir(data)).filter((name) => name.endsWith(".jsonl"));
  return JSON.stringify({
    instances: { cpu: availableParallelism(), memory: totalmem() },
    runtime: { node: process.versions.node },
    // The order book has one form: lines of JSON. Its files are the version.
    schema: files.sort().join(" ") || "no file yet",
  });
});
