import type { StrategyKind } from "./strategy.ts";

/** What there is to know of a strategy before it is chosen (R21). */
export type StrategyEntry = {
  readonly how: string;
  readonly bestFor: readonly [string, string, string];
  readonly pros: readonly [string, string, string];
  readonly cons: readonly [string, string, string];
  readonly example: string;
};

export const strategyCatalogue: Readonly<Record<StrategyKind, StrategyEntry>> = {
  "blue-green": {
    how: "The candidate runs at full size beside the baseline and is looked at without traffic; then all traffic is switched at once, and the baseline stays warm until the rollback window ends.",
    bestFor: [
      "services that may not be down and may not serve two versions at a time",
      "changes that are understood, where only the switch itself is to be safe",
      "environments that can run everything twice for a while",
    ],
    pros: [
      "no downtime: one switch between two warm sides",
      "the way back is the same switch, in seconds",
      "the candidate is smoked at full size before any user meets it",
    ],
    cons: [
      "needs twice the instances while both sides run",
      "every user meets a fault that the smoke tests did not find",
      "a change of the data must suit both versions",
    ],
    example:
      "A ticket shop switches ten instances before the sale opens; when a payment fails, it is back on the old ten within seconds.",
  },
  canary: {
    how: "A small part of live traffic goes to the candidate, is judged against guardrails, and grows step by step; the baseline stays at full size to the end.",
    bestFor: [
      "changes of which nobody can be sure how users and load will take them",
      "services with traffic enough to judge by, measured per version",
      "teams that would rather wait an hour than harm everybody",
    ],
    pros: [
      "a fault meets a few users, and verdicts on real traffic find it",
      "goes back by itself, at once, without new instances",
      "own people can come first, by header or cookie",
    ],
    cons: [
      "needs errors and latency per version, and traffic enough on the first step",
      "takes hours, and two versions answer meanwhile",
      "a quiet service proves nothing on a small step",
    ],
    example:
      "A new search ranking gets 5 % of requests for an hour; its latency breaches the guardrail, and 95 % of users never met it.",
  },
  rolling: {
    how: "Batch by batch the candidate takes the baseline's places, and the weight moves with them; each batch is ready and judged before the next one begins.",
    bestFor: [
      "many instances and no room for a second set of them",
      "changes that are compatible both ways and of low risk",
      "fleets of hosts that are replaced in place",
    ],
    pros: [
      "needs no spare room, or room for one batch",
      "easy to stop: what is not replaced yet is untouched",
      "no downtime as long as a batch may be missing",
    ],
    cons: [
      "two versions answer for as long as it takes",
      "the way back takes as long as the way there",
      "capacity is smaller by a batch meanwhile",
    ],
    example:
      "Ten hosts are replaced two at a time; the third pair does not get ready, so four new and six old ones stay until somebody decides.",
  },
  recreate: {
    how: "Users get the maintenance answer, the baseline is drained and stopped, the candidate is started and smoked, and the router opens again.",
    bestFor: [
      "services whose two versions cannot run at the same time",
      "breaking changes of the data, in an announced window",
      "small internal services where simple is worth more than always up",
    ],
    pros: [
      "simple: one version at a time, nothing to be compatible with",
      "needs no spare room at all",
      "the data can be changed while nobody uses it",
    ],
    cons: [
      "downtime, announced and measured",
      "everybody meets the candidate at once",
      "the way back is a second downtime, and a restore where the data has changed",
    ],
    example:
      "A bookkeeping service is closed on Saturday at 22:00 for ten minutes, its tables are rebuilt, and it opens on the new version.",
  },
};
