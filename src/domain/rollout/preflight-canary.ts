import { millis } from "../units.ts";
import { compatible, roomFor } from "./preflight-common.ts";
import type { MetricsSeen, Preflight, PreflightFacts } from "./preflight-facts.ts";
import { inWords } from "./preflight-words.ts";

/** R29: without errors and latency by version there is nothing to judge a canary by. */
export const preflightCanary = (facts: PreflightFacts): readonly Preflight[] => [
  metrics(facts.metrics),
  ...roomFor(facts),
  ...compatible(facts),
  {
    level: "note",
    about: "duration",
    says: `it takes at least ${inWords(millis(facts.steps.reduce((sum, { bake }) => sum + bake, 0)))}, by bake times alone`,
  },
];

const metrics = (seen: MetricsSeen): Preflight => {
  switch (seen.kind) {
    case "nothing in service":
      return problem("nothing is in service yet, so that nobody can see figures by version: headgate adopt");
    case "unreadable":
      return problem(`the metrics source does not answer: ${seen.problem}`);
    case "absent":
      return problem(
        `the metrics source has nothing of ${seen.version}, the version in service: it counts no versions apart, or no data`,
      );
    case "counted":
      if (seen.requests === 0)
        return { level: "warning", about: "metrics", says: "versions are counted apart; no request was counted yet" };
      return seen.hasLatency
        ? { level: "note", about: "metrics", says: `errors and latency by version: ${seen.requests} requests counted` }
        : problem(`the metrics source gives no latency for the ${seen.requests} requests that it counted`);
  }
};

const problem = (says: string): Preflight => ({ level: "problem", about: "metrics", says });
