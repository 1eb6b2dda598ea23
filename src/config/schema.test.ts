import { expect, test } from "vitest";
import { fullHeadgate, leastHeadgate } from "../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../test/support/small-process.ts";
import { loadConfig } from "./load.ts";

const process = smallProcess();

test("the least file gets a default for everything else", () => {
  expect(loadConfig("headgate.yaml", leastHeadgate, process)).toEqual({
    ok: true,
    value: {
      service: "shop",
      owner: "ada",
      smallTeamReviewer: null,
      people: [
        { id: "ada", name: "Ada Reyes", email: "ada@example.test", aliases: [], kind: "human", roles: ["lead"] },
      ],
      environments: {
        staging: {
          instances: {
            driver: "process",
            command: ["node", "server.mjs"],
            count: 2,
            env: {},
            ready: "/",
            readyWithin: 60000,
            stopWithin: 10000,
          },
          analysis: false,
          metrics: { driver: "router" },
          traffic: { driver: "splitter", listen: { host: "127.0.0.1", port: 8081 } },
          bakeFactor: 1,
        },
        production: {
          instances: {
            driver: "process",
            command: ["node", "server.mjs"],
            count: 2,
            env: {},
            ready: "/",
            readyWithin: 60000,
            stopWithin: 10000,
          },
          analysis: true,
          metrics: { driver: "router" },
          traffic: { driver: "splitter", listen: { host: "127.0.0.1", port: 8080 } },
          bakeFactor: 1,
        },
      },
      strategy: {
        kind: "canary",
        steps: [
          { weight: 5, bake: 3600000, gates: ["analysis"] },
          { weight: 25, bake: 3600000, gates: ["analysis"] },
          { weight: 50, bake: 3600000, gates: ["analysis"] },
          { weight: 100, bake: 3600000, gates: ["analysis"] },
        ],
        cohort: null,
        reason: "",
        answers: null,
      },
      hooks: {},
      smoke: [{ name: "/", get: "/", status: 200, contains: null, within: 5000 }],
      data: null,
      checks: {},
      targets: {},
      guardrails: {
        errorRate: 0.01,
        latency: { slowerThan: 500, share: 0.05 },
        action: "auto",
      },
      analysis: {
        alpha: 0.01,
        beta: 0.05,
        interval: 5000,
        errors: { weight: 6, margin: { small: 2, large: 1.5 }, floor: 0.001 },
        latency: { weight: 4, margin: 0.1, slack: 2, cap: 0.5 },
        counters: {},
        gauges: {},
        warmUp: 90000,
        minRequests: 50,
        maxMissing: 6,
        noTraffic: 300000,
        decideWithin: 3600000,
        onInconclusive: "auto",
        dispersion: null,
        cap: null,
      },
      declared: { integrations: [], frameworks: [] },
      audiences: {},
      channels: { outbox: { file: "outbox.jsonl" } },
      waits: { validation: null, rollbackWindow: null },
      practice: false,
      monitoring: { dashboards: [], alertmanager: null },
      onCall: null,
      logs: { services: [] },
    },
  });
});

test("a full file is read as it is written", () => {
  expect(loadConfig("headgate.yaml", fullHeadgate, process)).toEqual({
    ok: true,
    value: {
      service: "shop",
      owner: "ada",
      smallTeamReviewer: "ada",
      people: [
        {
          id: "ada",
          name: "Ada Reyes",
          email: "ada@example.test",
          aliases: ["ada@home.test"],
          kind: "human",
          roles: ["lead", "operator"],
        },
        { id: "bot", name: "Release bot", email: "bot@example.test", aliases: [], kind: "agent", roles: ["operator"] },
      ],
      environments: {
        staging: {
          instances: {
            driver: "process",
            command: ["node", "server.mjs", "3"],
            count: 1,
            env: { LEVEL: "2", DEBUG: "true" },
            ready: "/",
            readyWithin: 60000,
            stopWithin: 10000,
          },
          analysis: true,
          metrics: {
            driver: "web",
            url: "http://127.0.0.1:9100/counts",
            maxAge: 30_000,
            counters: ["checkout"],
            gauges: ["memory"],
          },
          traffic: { driver: "splitter", listen: { host: "::1", port: 9081 } },
          bakeFactor: 0.1,
        },
        production: {
          instances: {
            driver: "docker",
            socket: "/run/docker.sock",
            image: "registry.test/shop",
            port: 80,
            publish: "10.0.0.5",
            count: 2,
            env: {},
            ready: "/health",
            readyWithin: 120000,
            stopWithin: 0,
          },
          analysis: true,
          traffic: {
            driver: "haproxy",
            listen: { host: "127.0.0.1", port: 9080 },
            socket: "/run/haproxy.sock",
            folder: "/etc/haproxy/headgate",
            log: { host: "::1", port: 5140 },
            sticky: "user",
          },
          metrics: {
            driver: "prometheus",
            url: "http://127.0.0.1:9090",
            requests: "all",
            errors: "failed",
            latency: "seconds",
            label: "build",
            counters: { checkout: { total: "checkouts", bad: "lost" } },
            gauges: { memory: "bytes" },
          },
          bakeFactor: 1,
        },
      },
      strategy: {
        kind: "canary",
        steps: [
          { weight: 0.5, bake: 0, gates: ["analysis"] },
          { weight: 100, bake: 9000000, gates: ["analysis", "approval"] },
        ],
        cohort: { by: "header", name: "X-Cohort", value: "staff", bake: 300000, gates: [] },
        reason: "the others do not fit",
        answers: {
          instances: 2,
          spare: 1,
          downtime: "none",
          metricsPerVersion: true,
          schemaChange: "compatible",
          acceptance: "unsure",
          budget: "double",
        },
      },
      hooks: {
        "before-traffic": { command: ["./migrate", "up"], within: 300000, change: "reversible" },
        "after-promote": { command: ["./tidy"], within: 600000, change: "irreversible" },
        "on-rollback": { command: ["./migrate", "down"], within: 600000, change: "reversible" },
      },
      smoke: [{ name: "front page", get: "/", status: 200, contains: "Shop", within: 5000 }],
      data: { name: "/data/checksum", get: "/data/checksum", status: 200, contains: null, within: 5000 },
      checks: {
        "entry.tests": [
          { part: "", command: ["npm", "test"], file: "report.xml", get: null, format: "junit", within: 600000 },
        ],
        "entry.security": [
          { part: "sast", command: null, file: "a.sarif", get: null, format: "sarif", within: 600000 },
          { part: "sca", command: null, file: null, get: "/sca", format: "sarif", within: 30000 },
        ],
      },
      targets: { p95: { target: 300, reason: "rendered on the server" } },
      guardrails: {
        errorRate: 0.005,
        latency: { slowerThan: 1000, share: 0.1 },
        action: "rollback",
      },
      analysis: {
        alpha: 0.02,
        beta: 0.1,
        interval: 1000,
        errors: { weight: 5, margin: { small: 3, large: 2 }, floor: 0.002 },
        latency: { weight: 2, margin: 0.2, slack: 2, cap: 0.5 },
        counters: { checkout: { weight: 3, margin: { small: 2, large: 1.5 }, floor: 0.001 } },
        gauges: { memory: { margin: 0.25 } },
        warmUp: 30000,
        minRequests: 20,
        maxMissing: 3,
        noTraffic: 60000,
        decideWithin: 1800000,
        onInconclusive: "pause",
        dispersion: 3,
        cap: 0.5,
      },
      declared: { integrations: ["payments"], frameworks: ["soc2"] },
      audiences: { users: { channel: "post", to: ["users@example.test"] } },
      channels: { post: { file: "post.jsonl" } },
      waits: { validation: 600000, rollbackWindow: 3600000 },
      practice: true,
      database: "$SHOP_JOURNAL",
      monitoring: {
        dashboards: [
          {
            name: "shop",
            url: "http://127.0.0.1:3000/d/shop",
            authorization: "$GRAFANA",
            prometheus: { url: "http://127.0.0.1:9090", authorization: "$PROMETHEUS" },
            signals: { latency: "a", traffic: "b", errors: "c", saturation: "d" },
            within: 600000,
          },
        ],
        alertmanager: {
          url: "http://127.0.0.1:9093",
          authorization: "$ALERTS",
          receiver: "pager",
          labels: { team: "shop" },
          acknowledgeWithin: 300000,
        },
      },
      onCall: {
        shifts: [{ person: "ada", from: Date.UTC(2026, 11, 1, 8), to: Date.UTC(2026, 11, 1, 19) }],
        file: null,
      },
      logs: {
        services: [
          {
            name: "shop",
            emit: { get: "/?m={marker}", headers: { "x-marker": "{marker}" }, command: null },
            store: { driver: "file", files: ["logs/*.log"] },
            within: 10000,
          },
          {
            name: "cart",
            emit: { get: null, headers: {}, command: ["logger", "{marker}"] },
            store: {
              driver: "loki",
              url: "http://127.0.0.1:3100",
              selector: '{app="cart"}',
              tenant: "shop",
              authorization: "$LOKI",
            },
            within: 30000,
          },
          {
            name: "mail",
            emit: { get: "/?headgate-marker={marker}", headers: {}, command: null },
            store: {
              driver: "elasticsearch",
              url: "http://127.0.0.1:9200",
              index: "mail-*",
              field: "message",
              authorization: "$ELASTIC",
            },
            within: 30000,
          },
        ],
      },
    },
  });
});
