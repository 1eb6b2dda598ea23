import { z } from "zod";
import { route } from "../make-route.ts";

const open = { method: "GET", tag: "Server", needs: "nobody" } as const;

export const health = route({
  ...open,
  name: "health",
  path: "/healthz",
  summary: "Whether the process lives",
  answer: z.object({ ok: z.literal(true), version: z.string() }),
});

export const ready = route({
  ...open,
  name: "ready",
  path: "/readyz",
  summary: "Whether it can do its work: the journal answers, its files can be used, and it is not stopping",
  answer: z.object({ ready: z.literal(true) }),
  refuses: ["STOPPING", "JOURNAL_UNREACHABLE", "SERVER_FILES_INVALID"],
});

export const ownMetrics = route({
  ...open,
  needs: "see",
  name: "ownMetrics",
  path: "/metrics",
  summary: "The server's own figures, as Prometheus reads them; it shows a token",
  answer: "text/plain",
});

export const openApi = route({
  ...open,
  name: "openApi",
  path: "/api/v1/openapi.json",
  summary: "This document",
  answer: z.record(z.string(), z.unknown()),
});
