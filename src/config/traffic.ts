import { z } from "zod";
import { camelKeys } from "./camel-keys.ts";
import { someDuration } from "./duration.ts";
import type { Listen, Metrics, Traffic } from "./environment.ts";
import { asks } from "./explain.ts";
import { listen } from "./listen.ts";
import { command, name, strict, text } from "./values.ts";

const folder = z.string().startsWith("/", { error: asks("write an absolute path, such as /etc/haproxy/headgate") });

const splitter = strict({ driver: z.literal("splitter").describe("Headgate's own router; nothing to install.") });

const haproxy = strict({
  driver: z.literal("haproxy").describe("A HAProxy that runs already, by its runtime API."),
  socket: folder.describe("Its admin socket (stats socket … level admin)."),
  folder: folder.describe("Folder for the maps and the state of the servers, which a reload reads again."),
  log: listen.describe("UDP address of this machine that it sends its request log to."),
  sticky: text.optional().describe("Cookie that names a user, so that nobody falls back while the weight rises."),
});

const nginx = strict({
  driver: z
    .literal("nginx")
    .describe("An nginx that runs already: a file that it includes is written, and it reloads."),
  folder: folder.describe("Folder of the file that it includes."),
  reload: command.describe("Reloads it, such as [nginx, -s, reload]."),
});

export const traffic = z.discriminatedUnion("driver", [splitter, haproxy, nginx]);

/** The address stands beside the driver, because every one has it. */
export const toTraffic = (given: z.output<typeof traffic>, listen: Listen): Traffic => {
  switch (given.driver) {
    case "splitter":
    case "nginx":
      return { ...given, listen };
    case "haproxy":
      return { ...given, listen, sticky: given.sticky ?? null };
  }
};

const router = strict({ driver: z.literal("router").describe("What the router itself counts.") });

const url = (example: string) => z.url({ protocol: /^https?$/, error: asks(`write its address, such as ${example}`) });

const counter = strict({
  total: text.describe("Selector of the counter of all of them, such as checkouts_total."),
  bad: text.describe("Selector of the counter of those that went wrong; a service that has none yet has 0."),
});

const prometheus = strict({
  driver: z.literal("prometheus").describe("Counters of the service, by Prometheus."),
  url: url("http://127.0.0.1:9090"),
  requests: text.describe('Selector of the counter of all requests, such as http_requests_total{job="shop"}.'),
  errors: text.describe('Selector of the counter of failed ones, such as http_requests_total{job="shop",code=~"5.."}.'),
  latency: text.describe("Selector of a histogram in seconds, classic or native, without _bucket."),
  label: z
    .string()
    .regex(/^[a-zA-Z_]\w*$/, { error: asks("write a label's name, such as version") })
    .default("version")
    .describe("Label that holds the build's version."),
  counters: z.record(name, counter).default({}).describe("What else the service counts, by a name of yours."),
  gauges: z
    .record(name, text)
    .default({})
    .describe("Selectors of gauges, by a name of yours: the mean over the instances of a build is taken."),
});

const web = strict({
  driver: z.literal("web").describe("A page of yours that tells running totals per version as JSON."),
  url: url("http://127.0.0.1:9100/counts"),
  "max-age": someDuration.prefault("1m").describe("A page that says it was counted longer ago is no data."),
  counters: z.array(name).default([]).describe("Counters of your own that are taken from the page, by name."),
  gauges: z.array(name).default([]).describe("Gauges of your own that are taken from the page, by name."),
});

export const metrics = z
  .discriminatedUnion("driver", [router, prometheus, web])
  .transform((given): Metrics => camelKeys(given));
