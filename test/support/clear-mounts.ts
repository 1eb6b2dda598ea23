import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "./until.ts";

/**
 * Takes away folders of a container engine, which mounts its store onto itself. What tidies up behind a container that was
 * removed may do so once more after we looked: so until it is gone.
 */
export const clearMounts = (dir: string, ...names: readonly string[]): Promise<void> =>
  until(
    `nothing is left in ${names.join(", ")} of ${dir}`,
    async () => {
      await unmountBelow(dir);
      const removed = names.map((name) => rm(join(dir, name), { recursive: true, force: true }));
      return (await Promise.allSettled(removed)).every(({ status }) => status === "fulfilled");
    },
    30_000,
  );

const unmountBelow = async (dir: string): Promise<void> => {
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").map((line) => line.split(" ")[1] ?? "");
  for (const mount of mounts.filter((at) => at.startsWith(`${dir}/`)).toReversed())
    await promisify(execFile)("umount", ["-l", mount]).catch(() => {}); // an upper one may have taken it along
};
