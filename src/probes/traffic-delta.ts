import type { BuildRef, MetricsDriver, TrafficDriver } from "../drivers/port.ts";

/** Requests that the probe sends. */
const sent = 100;
/** How often a source that collects now and then, as Prometheus does, is asked again. */
const tries = 60;

type Looked = { readonly traffic: TrafficDriver; readonly metrics: MetricsDriver; readonly url: string };

/**
 * Sends a known number of requests and sees whether the counters rise by it (R58). Other traffic can only add to the
 * count, so `difference` is what is missing, and what is more than that is reported apart.
 *
 * @param builds all that can be routed; the counts of one that is not among them are not seen
 * @param pause  ms between two looks at a source that has not counted them all yet
 */
export const trafficDelta = async (
  { traffic, metrics, url }: Looked,
  builds: readonly BuildRef[],
  path: string,
  signal: AbortSignal,
  pause = 1_000,
): Promise<{ readonly sent: number; readonly counted: number; readonly difference: number }> => {
  const total = async (): Promise<number> => {
    const sample = await metrics.read(builds, signal);
    const routed = await traffic.read(signal);
    return routed.reduce((sum, { build }) => sum + (sample.builds[build]?.requests ?? 0), 0);
  };
  const before = await total();
  for (let request = 0; request < sent; request++) await (await fetch(url + path, { signal })).arrayBuffer();
  let counted = (await total()) - before;
  for (let left = tries; left > 0 && counted < sent; left--) {
    await new Promise((on) => setTimeout(on, pause));
    signal.throwIfAborted();
    counted = (await total()) - before;
  }
  return { sent, counted, difference: Math.max(0, sent - counted) };
};
