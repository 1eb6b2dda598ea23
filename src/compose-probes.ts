import type { Looks } from "./conductor/deps.ts";

/** What stands behind each look at the world; loaded with its first use, so that a command that only looks at the journal starts without it. */
export const looks: Looks = {
  tcp: async (...asked) => (await import("./probes/catalogue/tcp.ts")).tcp(...asked),
  log: async (...asked) => (await import("./probes/catalogue/log.ts")).log(...asked),
  dashboard: async (...asked) => (await import("./probes/monitoring/dashboard.ts")).dashboard(...asked),
  alertmanager: {
    fire: async (...asked) => (await import("./probes/monitoring/alertmanager.ts")).alertmanager.fire(...asked),
    see: async (...asked) => (await import("./probes/monitoring/alertmanager.ts")).alertmanager.see(...asked),
  },
};
