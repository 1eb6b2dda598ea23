// node integration-tests.mjs <base url>: the suite against the real payment service, as JUnit XML. Places test orders.
import { junitReport } from "./lib/junit.mjs";
import { reasonOf } from "./lib/reason.mjs";
import { runOnShop } from "./lib/run.mjs";
import { buy } from "./lib/shop.mjs";

const cases = (ask) => ({
  "a paid order gets a number": async () => {
    const order = await buy(ask);
    if (typeof order !== "string" || order === "") throw new Error("the checkout named no order");
  },
  "the payment service accepts our key": async () => {
    const { payments } = JSON.parse((await ask("/integrations")).body);
    if (payments !== "ok") throw new Error(`the payment service answered: ${payments}`);
  },
});

runOnShop([], async ({ ask }) => {
  const began = new Date().toISOString();
  const results = [];
  for (const [name, act] of Object.entries(cases(ask))) {
    const start = performance.now();
    const problem = await act().then(() => null, reasonOf);
    results.push({ suite: "payments", name, ms: performance.now() - start, problem });
  }
  return junitReport("shop integrations", began, results);
});
