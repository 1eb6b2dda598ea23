// node backup.mjs <base url> <data folder> [backup folder]: backs the order book up, restores it, compares.
import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { figuresReport } from "./lib/figures.mjs";
import { runOnShop } from "./lib/run.mjs";
import { buy } from "./lib/shop.mjs";

runOnShop(["<data folder>", "[backup folder]"], async ({ ask }, data, kept) => {
  const scratch = await mkdtemp(join(tmpdir(), "restore-"));
  try {
    return await drill(ask, data, kept ?? join(scratch, "backups"), join(scratch, "restored"));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});

const drill = async (ask, data, backups, scratch) => {
  // An order that the shop has just acknowledged must be in a backup that is begun afterwards.
  const order = await buy(ask);
  await backUp(join(data, "orders.jsonl"), backups);
  const backup = await newest(backups);
  const began = performance.now();
  const restored = await restore(backup.path, scratch);
  const restoreSeconds = (performance.now() - began) / 1_000;
  const live = JSON.parse((await ask(`/data/checksum?upto=${restored.count}`)).body);
  const findings = problems(order, restored, live).map(([id, title]) => ({
    id,
    severity: "critical",
    title,
    where: "orders.jsonl",
  }));
  return report(restored, live, findings, restoreSeconds, Math.max(0, (Date.now() - backup.madeAt) / 1_000));
};

const backUp = async (source, folder) => {
  await mkdir(folder, { recursive: true });
  // Dated by its beginning: what is ordered while it is copied may be missing.
  const began = new Date();
  const target = join(folder, `orders-${began.toISOString().replaceAll(":", "")}.jsonl`);
  await copyFile(source, target);
  await utimes(target, began, began);
};

const newest = async (folder) => {
  const names = (await readdir(folder)).filter((name) => /^orders-.*\.jsonl$/.test(name)).sort();
  const path = join(folder, names[names.length - 1]);
  return { path, madeAt: (await stat(path)).mtimeMs };
};

/** Brings back every complete line; a line that was being written when the copy was made is not an order yet. */
const restore = async (backup, folder) => {
  await mkdir(folder);
  const target = join(folder, "orders.jsonl");
  await copyFile(backup, target);
  const bytes = await readFile(target);
  const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1);
  const lines = whole.toString().split("\n").slice(0, -1);
  return { lines, count: lines.length, sha256: createHash("sha256").update(whole).digest("hex") };
};

const isOrder = (line) => {
  try {
    return typeof JSON.parse(line).id === "string";
  } catch {
    return false;
  }
};

const problems = (order, restored, live) =>
  [
    [
      live.count === restored.count,
      "count",
      `restored ${restored.count} orders, but the shop has ${live.count} of them`,
    ],
    [live.sha256 === restored.sha256, "content", "the restored orders differ from those of the shop"],
    [restored.lines.every(isOrder), "unreadable", "a restored line is no order"],
    [
      restored.lines.some((line) => line.includes(order)),
      "order-lost",
      `order ${order} was taken, but is not in the backup`,
    ],
  ]
    .filter(([holds]) => !holds)
    .map(([, id, title]) => [id, title]);

const report = (restored, live, findings, restoreSeconds, ageSeconds) => {
  const unreadable = restored.lines.filter((line) => !isOrder(line)).length;
  // When the digests differ nobody can say which rows do: all of them count as damaged.
  const damaged = live.sha256 === restored.sha256 ? unreadable : restored.count;
  const lost = findings.some(({ id }) => id === "order-lost") ? 1 : 0;
  const figures = {
    checked: 4,
    problems: findings.length,
    restoreSeconds,
    ageSeconds,
    backupAgeHours: ageSeconds / 3_600,
    restoreAgeDays: 0,
    rowsRestored: restored.count,
    rowsDamaged: damaged + lost,
    // Every restored line has the form that the shop writes today.
    schemaMatches: unreadable === 0 ? 1 : 0,
  };
  return figuresReport("shop backup", figures, findings);
};
