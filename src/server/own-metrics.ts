import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export type OwnMetrics = ReturnType<typeof ownMetrics>;

/** What the server counts of itself. Routes go by their names: paths have ids in them, and would never end. */
export const ownMetrics = (read: { readonly listeners: () => number }) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "headgate_" });
  const requests = new Histogram({
    name: "headgate_http_request_seconds",
    help: "Time until a request was answered, by route and status.",
    labelNames: ["route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  new Gauge({
    name: "headgate_event_streams",
    help: "Event streams that are open.",
    registers: [registry],
    collect() {
      this.set(read.listeners());
    },
  });
  return {
    page: () => registry.metrics(),
    /** An event stream ends when its listener goes, which is no time of ours. */
    count: (app: FastifyInstance): void =>
      void app.addHook("onResponse", async (request, reply) => {
        const { route } = request.routeOptions.config;
        if (route?.answer === "text/event-stream") return;
        requests.observe({ route: route?.name ?? "none", status: reply.statusCode }, reply.elapsedTime / 1_000);
      }),
  };
};
