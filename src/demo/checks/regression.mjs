// node regression.mjs <base url>: what every version of the shop must do, as JUnit XML. Places test orders.
import { junitReport } from "./lib/junit.mjs";
import { reasonOf } from "./lib/reason.mjs";
import { runOnShop } from "./lib/run.mjs";
import { suites } from "./regression-cases.mjs";

const attempt = async (suite, name, act, ask) => {
  const began = performance.now();
  const problem = await act(ask).then(() => null, reasonOf);
  return { suite, name, ms: performance.now() - began, problem };
};

runOnShop([], async ({ ask }) => {
  const began = new Date().toISOString();
  const results = [];
  for (const [suite, cases] of Object.entries(suites))
    for (const [name, act] of cases) results.push(await attempt(suite, name, act, ask));
  return junitReport("shop regression", began, results);
});
