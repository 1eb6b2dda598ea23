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
  http: async (...asked) => (await import("./probes/catalogue/http.ts")).http(...asked),
  certificate: async (...asked) => (await import("./probes/catalogue/certificate.ts")).certificate(...asked),
  dns: async (...asked) => (await import("./probes/catalogue/dns.ts")).dns(...asked),
  command: async (...asked) => (await import("./probes/catalogue/command.ts")).command(...asked),
  prometheus: async (...asked) => (await import("./probes/catalogue/prometheus.ts")).prometheus(...asked),
  metricDelta: async (...asked) => (await import("./probes/catalogue/metric-delta.ts")).metricDelta(...asked),
  sql: async (...asked) => (await import("./probes/catalogue/sql.ts")).sql(...asked),
  configKeys: async (...asked) => (await import("./probes/catalogue/config-keys.ts")).configKeys(...asked),
  secretEquality: async (...asked) => (await import("./probes/catalogue/secret-equality.ts")).secretEquality(...asked),
  flag: async (...asked) => (await import("./probes/catalogue/flag.ts")).flag(...asked),
  ports: async (...asked) => (await import("./probes/catalogue/ports.ts")).ports(...asked),
  page: async (...asked) => (await import("./probes/catalogue/ask-page.ts")).askPage(...asked),
};
