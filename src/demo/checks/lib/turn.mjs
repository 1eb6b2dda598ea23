import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Longest wait for a turn, in ms. */
const patience = 60_000;

/**
 * Checks of one shop take turns, in whatever order they were started: a light load measures nothing while another
 * check runs beside it. The lock is a file with the number of the process that holds it; one whose process is gone is
 * nobody's.
 */
export const inTurn = async (base, act) => {
  const lock = join(tmpdir(), `shop-check-${new URL(base).host.replace(/[^\w.-]/g, "-")}.lock`);
  const deadline = performance.now() + patience;
  while (!(await taken(lock))) {
    if (performance.now() > deadline) throw new Error(`another check has held ${lock} for ${patience / 1_000} s`);
    await wait(50);
  }
  try {
    return await act();
  } finally {
    await rm(lock, { force: true });
  }
};

const taken = async (lock) => {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!isAlive(Number(await readFile(lock, "utf8").catch(() => process.pid)))) await rm(lock, { force: true });
    return false;
  }
};

const isAlive = (pid) => {
  // An empty file: its owner has made it a moment ago and not yet written its number.
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};
