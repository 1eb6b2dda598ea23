// node audit.mjs <base url> <log folder>: places marked orders and finds each of them in the audit lines of the logs.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { figuresReport } from "./lib/figures.mjs";
import { runOnShop } from "./lib/run.mjs";
import { buy } from "./lib/shop.mjs";

const acts = 3;
const found = new Set();

runOnShop(["<log folder>"], async ({ ask }, folder) => {
  const orders = [];
  for (let act = 0; act < acts; act++) orders.push(await buy(ask));
  const lost = await missing(orders, folder, performance.now() + 5_000);
  const findings = lost.map((order) => ({
    id: "no-audit-entry",
    severity: "high",
    title: `order ${order} left no line`,
    where: folder,
  }));
  const refused = (await ask("/admin")).status === 401;
  if (!refused)
    findings.push({ id: "open-admin", severity: "critical", title: "/admin answers without a token", where: "/admin" });
  return figuresReport(
    "shop audit",
    { checked: acts + 1, missingAuditEntries: lost.length, problems: findings.length },
    findings,
  );
});

const missing = async (orders, folder, until) => {
  const lost = orders.filter((order) => !found.has(order));
  for (const text of await logs(folder)) for (const order of lost) if (text.includes(`"${order}"`)) found.add(order);
  const left = lost.filter((order) => !found.has(order));
  if (left.length === 0 || performance.now() > until) return left;
  await wait(100);
  return missing(orders, folder, until);
};

const logs = async (folder) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".log"));
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")));
};
