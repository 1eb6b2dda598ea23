import type { MetricsDriver, TrafficDriver } from "../drivers/port.ts";

/** Requests that the probe sends. */
const sent = 100;

/**
 * Sends a known number of requests and sees whether the counters rise by it (R58). Other traffic can only add to the
 * count, so `difference` is what is missing, and what is more than that is reported apart.
 */
export const trafficDelta = async (
  { traffic, metrics, url }: { readonly traffic: TrafficDriver; readonly metrics: MetricsDriver; readonly url: string },
  path: string,
  signal: AbortSignal,
): Promise<{ readonly sent: number; readonly counted: number; readonly difference: number }> => {
  const total = async (): Promise<number> => {
    const { builds } = await metrics.read(signal);
    const routed = await traffic.read(signal);
    return routed.reduce((sum, { build }) => sum + (builds[build]?.requests ?? 0), 0);
  };
  const before = await total();
  for (let request = 0; request < sent; request++) await (await fetch(url + path, { signal })).arrayBuffer();
  const counted = (await total()) - before;
  return { sent, counted, difference: Math.max(0, sent - counted) };
};
