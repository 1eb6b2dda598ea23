import { spawnSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";

const git = (...args: readonly string[]): string => spawnSync("git", args, { encoding: "utf8" }).stdout.trim();

/** Where and of what figures were measured, in a line: they mean nothing without it. */
export const machine = (): string => {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const changed = git("status", "--porcelain", "--", "src") === "" ? "" : " with changes";
  const busy = loadavg()[0]?.toFixed(1);
  const model = cpus()[0]?.model.trim() ?? "unknown";
  return `${model}, ${cpus().length} cores, ${memory}, load ${busy}, Node ${process.version}, commit ${git("rev-parse", "--short", "HEAD")}${changed}`;
};
