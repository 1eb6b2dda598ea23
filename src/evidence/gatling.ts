import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { amountField, countField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { unreadable } from "./unreadable.ts";

/** Where nothing was measured, Gatling writes "-". */
const dash = z.literal("-").transform(() => undefined);
const of = <T extends z.ZodType>(field: T) =>
  z.looseObject({ total: z.union([field, dash]), ok: z.union([field, dash]), ko: z.union([field, dash]) });

const stats = z.looseObject({
  name: z.string(),
  numberOfRequests: of(countField),
  percentiles1: of(amountField),
  percentiles2: of(amountField),
  percentiles3: of(amountField),
  percentiles4: of(amountField),
  meanNumberOfRequestsPerSecond: of(amountField),
});
type Stats = z.infer<typeof stats>;

const node = z.looseObject({
  type: z.enum(["GROUP", "REQUEST"]),
  stats,
  get contents() {
    return z.record(z.string(), node).default({});
  },
});
type Node = z.infer<typeof node>;

/** Requests that get figures of their own. */
const mostRequests = 50;

/**
 * `js/stats.json` of a Gatling report. Figures `p50Ms`, `p95Ms`, `p99Ms`, `requestsPerSecond`, `requests`, `errors`,
 * `errorRate` (0 … 1) over all, and all but the throughput once more for each of the first 50 requests, as
 * `p95Ms <name>`. The file does not say which percentiles it holds: those of the configuration that ships are read,
 * 50, 75, 95 and 99. It names neither time nor build.
 *
 * @throws Unreadable, also when its sums are not those of its parts
 * @source gatling-charts, StatsJsTemplate; gatling-defaults.conf (charting.indicators)
 */
export const gatling = (text: string): Report => {
  const root = checked(node, parseJson(text));
  if (root.type !== "GROUP" || root.stats.name !== "All Requests")
    unreadable('it does not begin with the group "All Requests"; give js/stats.json');
  const requests = requestsIn(root);
  refuseContradiction(root.stats, requests);
  const perSecond = root.stats.meanNumberOfRequestsPerSecond.total;
  const named = requests
    .slice(0, mostRequests)
    .flatMap((one) =>
      Object.entries(figuresOf(one)).map(([name, value]): [string, number] => [`${name} ${one.name}`, value]),
    );
  return {
    ...blank,
    figures: {
      ...figuresOf(root.stats),
      ...(perSecond !== undefined && { requestsPerSecond: perSecond }),
      ...Object.fromEntries(named),
    },
    tool: "Gatling",
  };
};

const requestsIn = ({ type, stats: own, contents }: Node): Stats[] =>
  type === "REQUEST" ? [own] : Object.values(contents).flatMap(requestsIn);

const refuseContradiction = (all: Stats, requests: readonly Stats[]): void => {
  for (const { name, numberOfRequests: n } of [all, ...requests])
    if ((n.ok ?? 0) + (n.ko ?? 0) !== (n.total ?? 0))
      unreadable(`"${name}" says ${n.total ?? 0} requests, but ${n.ok ?? 0} good and ${n.ko ?? 0} bad ones`);
  const sum = (which: "total" | "ko") => requests.reduce((count, one) => count + (one.numberOfRequests[which] ?? 0), 0);
  const { total = 0, ko = 0 } = all.numberOfRequests;
  if (sum("total") !== total || sum("ko") !== ko)
    unreadable(
      `it says ${total} requests and ${ko} bad ones, but its parts add up to ${sum("total")} and ${sum("ko")}`,
    );
};

const figuresOf = ({ numberOfRequests, percentiles1, percentiles3, percentiles4 }: Stats): Record<string, number> => {
  const { total = 0, ko = 0 } = numberOfRequests;
  const [p50Ms, p95Ms, p99Ms] = [percentiles1.total, percentiles3.total, percentiles4.total];
  const measured = { p50Ms, p95Ms, p99Ms, errorRate: total === 0 ? undefined : ko / total };
  const known = Object.entries(total === 0 ? {} : measured).filter(
    (entry): entry is [string, number] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(known), requests: total, errors: ko };
};
