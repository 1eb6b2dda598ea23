import type { Settings } from "../../../src/analysis/settings.ts";
import { analysisSettings } from "../../../src/conductor/analysis-settings.ts";
import { replaySettings } from "../../../src/config/replay-settings.ts";
import { millis } from "../../../src/domain/units.ts";
import type { RouterName } from "./router.ts";

/** Length of a window; by default it is 5 s. */
export const interval = millis(1_000);

const traffic: Readonly<Record<RouterName, string>> = {
  splitter: "{ driver: splitter }",
  haproxy: '{ driver: haproxy, socket: /run/admin.sock, folder: /etc/headgate, log: "127.0.0.1:5140" }',
};

/** What ships, read as the product reads it. Only the interval differs, and the warm-up: instances are warmed before. */
const text = (router: RouterName): string => `analysis: { interval: ${interval}ms, warm-up: 0s }
environments:
  staging: { instances: { command: [node, server.mjs] } }
  production: { instances: { command: [node, server.mjs] }, traffic: ${traffic[router]} }
`;

export const shipped = (router: RouterName): Settings => {
  const read = replaySettings({ file: "headgate.yaml", text: text(router) }, []);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return analysisSettings(read.value, read.value.environments?.production ?? null);
};

/** `latency: none`: latencies are held to the limit alone. */
export const errorsAlone = (settings: Settings): Settings => ({ ...settings, latency: null });

export const withMargin = (settings: Settings, margin: number): Settings => ({
  ...settings,
  latency: { weight: settings.latency?.weight ?? 1, slack: millis(0), cap: Number.POSITIVE_INFINITY, margin },
});

/** A margin that is asked for as well, so that its price in time can be told. */
export const largerMargin = 0.3;

/** A cap, as counts that are scraped get it, is asked for as well: an outage of one instance takes several windows then. */
export const capped = (settings: Settings): Settings => ({ ...settings, cap: 0.35 });
