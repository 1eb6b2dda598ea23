import type { TrafficDriver } from "../../port.ts";
import { change } from "./change.ts";
import { drained } from "./drain.ts";
import { routesIn } from "./read.ts";
import { during, type HaproxySettings } from "./settings.ts";

/**
 * Traffic through a HAProxy that runs already, by its runtime API: no reload, and no request lost to a change. Its
 * configuration is what `headgate data-plane` prints.
 */
export const haproxyTraffic = (settings: HaproxySettings): TrafficDriver => ({
  name: "haproxy",
  set: (routes, fence, signal) =>
    during("setting the routes", signal, () => change(settings, { routes, fence }, signal)),
  read: (signal) => during("reading the routes", signal, async () => (await routesIn(settings, signal)) ?? []),
  drain: (endpoints, signal) => during("draining", signal, () => drained(settings, endpoints, signal)),
});
