import { setTimeout as wait } from "node:timers/promises";

const known = ["headers", "admin", "search", "errors", "latency", "logs", "orders", "ready"];
const switches = new Set((process.env.SHOP_BREAK ?? "").split(",").filter((name) => name !== ""));

for (const name of switches) if (!known.includes(name)) throw new Error(`SHOP_BREAK knows ${known}; not ${name}`);

/**
 * Faults to rehearse with, switched on by name in `SHOP_BREAK`: `headers` sends no security headers, `admin` opens
 * /admin, `search` finds nothing, `errors` fails every tenth product page, `latency` adds 400 ms to each, `logs` is
 * silent, `orders` takes orders without storing them, `ready` never becomes ready.
 */
export const broken = (name) => switches.has(name);

const seen = { productPages: 0 };

export const rehearseOnProductPage = async () => {
  seen.productPages += 1;
  if (broken("latency")) await wait(400);
  if (broken("errors") && seen.productPages % 10 === 0) throw new Error("rehearsed fault");
};
