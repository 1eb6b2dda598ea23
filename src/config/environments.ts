import { z } from "zod";
import { stretches } from "./calendar.ts";
import type { Complaint } from "./complaint.ts";
import type { Environment } from "./environment.ts";
import { instances } from "./instances.ts";
import { listen as listenAt, parseAddress } from "./listen.ts";
import type { Sound } from "./sound.ts";
import { metrics, toTraffic, traffic } from "./traffic.ts";
import { strict } from "./values.ts";

export const defaultListen = { staging: "127.0.0.1:8081", production: "127.0.0.1:8080" } as const;

const environment = (listen: string, analysis: boolean) =>
  strict({
    listen: listenAt.prefault(listen).describe("Where this environment's router accepts requests."),
    instances: instances.describe("What serves it."),
    traffic: traffic.prefault({ driver: "splitter" }).describe("What stands between users and instances."),
    metrics: metrics.prefault({ driver: "router" }).describe("Where requests, errors and latencies are counted."),
    "bake-factor": z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe("Bake times are multiplied by this, so that staging may rehearse the same runbook faster."),
    analysis: z
      .boolean()
      .default(analysis)
      .describe("Whether verdicts gate the steps here: they need real traffic, which staging seldom has."),
    windows: stretches.default([]).describe("When it may change; none: at any time."),
    peaks: stretches.default([]).describe("When it is busiest: a plan that meets one has a conflict."),
  }).transform(
    ({ listen, traffic, "bake-factor": bakeFactor, ...rest }): Environment => ({
      ...rest,
      traffic: toTraffic(traffic, listen),
      bakeFactor,
    }),
  );

export const environments = strict({
  staging: environment(defaultListen.staging, false).describe("Where the release is rehearsed."),
  production: environment(defaultListen.production, true).describe("Where users are."),
}).describe("Where the service runs.");

/** Two routers cannot share a port, and a rehearsal must never reach users. */
export const environmentRules = (given: Sound<z.input<typeof environments>> | undefined): readonly Complaint[] => {
  const [staging, production] = [portOf(given, "staging"), portOf(given, "production")];
  if (staging === null || staging !== production) return [];
  const what = `port ${production} is where staging listens, too`;
  return [{ path: ["environments", "production", "listen"], what, fix: "give each environment a port of its own" }];
};

/** Null where it was written wrongly, which has been said already. */
const portOf = (
  given: Sound<z.input<typeof environments>> | undefined,
  which: keyof typeof defaultListen,
): number | null => {
  const environment = given?.[which];
  if (environment === undefined) return null;
  const listen = Object.hasOwn(environment, "listen") ? environment.listen : defaultListen[which];
  return listen === undefined ? null : (parseAddress(listen)?.port ?? null);
};
