// node performance.mjs <base url> [seconds]: one customer after the other; k6's --summary-export as JSON.
import { build } from "./lib/figures.mjs";
import { runOnShop } from "./lib/run.mjs";

/** The light load mixes pages as customers do, without orders. */
const round = ["/product/p-1", "/", "/product/p-2", "/search?q=linen", "/product/p-5", "/product/p-12", "/cart"];

runOnShop(["[seconds]"], async ({ ask }, seconds = "3") => {
  const madeAt = new Date().toISOString();
  const began = performance.now();
  const outcomes = [];
  while (performance.now() - began < Number(seconds) * 1_000 || outcomes.length === 0)
    outcomes.push(await visit(ask, round[outcomes.length % round.length]));
  const metrics = metricsOf(outcomes, (performance.now() - began) / 1_000);
  return JSON.stringify({ metrics, build: build(), madeAt }, null, 2);
});

const visit = async (ask, path) => {
  const began = performance.now();
  const failed = await ask(path).then(
    ({ status }) => status >= 400,
    () => true,
  );
  return { ms: performance.now() - began, failed };
};

const metricsOf = (outcomes, seconds) => {
  const failed = outcomes.filter((outcome) => outcome.failed).length;
  const [count, passed] = [outcomes.length, outcomes.length - failed];
  return {
    http_req_duration: trend(outcomes.map(({ ms }) => ms).sort((a, b) => a - b)),
    http_reqs: { count, rate: count / seconds },
    // In k6 a failed request is a pass of this metric: it answers "did it fail?".
    http_req_failed: { value: failed / count, passes: failed, fails: passed },
  };
};

/** Percentiles by nearest rank, in ms. */
const trend = (sorted) => {
  const at = (share) => sorted[Math.ceil(share * sorted.length) - 1];
  const avg = sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length;
  const [min, med, max] = [sorted[0], at(0.5), sorted[sorted.length - 1]];
  return { avg, min, med, max, "p(90)": at(0.9), "p(95)": at(0.95), "p(99)": at(0.99) };
};
