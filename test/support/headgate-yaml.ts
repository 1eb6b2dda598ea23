/** Fits the small process; everything that has a default is left out. */
export const leastHeadgate = `service: shop
owner: ada
people:
  ada: { name: Ada Reyes, email: ada@example.test, roles: [lead] }
environments:
  staging: { instances: { command: [node, server.mjs] } }
  production: { instances: { command: [node, server.mjs] } }
`;

/** Fits the small process; every key is written somewhere. */
export const fullHeadgate = `service: shop
owner: ada
small-team-reviewer: ada
people:
  ada: { name: Ada Reyes, email: ada@example.test, aliases: [ada@home.test], roles: [lead], deputies: [ben] }
  ben: { name: Ben Okoro, email: ben@example.test }
  bot: { name: Release bot, kind: agent, email: bot@example.test, for: ben, roles: [operator] }
groups: { ops: { people: [ada, ben], roles: [operator] } }
environments:
  staging: { listen: "[::1]:9081", bake-factor: 0.1, analysis: true, traffic: { driver: splitter }, metrics: { driver: web, url: "http://127.0.0.1:9100/counts", max-age: 30s, counters: [checkout], gauges: [memory] }, instances: { driver: process, command: [node, server.mjs, 3], count: 1, env: { LEVEL: 2, DEBUG: true } } }
  production: { listen: 127.0.0.1:9080, windows: [{ days: [tue, thu], at: "22:00", for: 4h, zone: Europe/Berlin }], peaks: [{ rrule: FREQ=DAILY, at: "17:00", for: 2h, zone: Europe/Berlin, first: 2026-01-01 }], traffic: { driver: haproxy, socket: /run/haproxy.sock, folder: /etc/haproxy/headgate, log: "[::1]:5140", sticky: user }, metrics: { driver: prometheus, url: "http://127.0.0.1:9090", requests: all, errors: failed, latency: seconds, label: build, counters: { checkout: { total: checkouts, bad: lost } }, gauges: { memory: bytes } }, instances: { driver: docker, socket: /run/docker.sock, image: registry.test/shop, port: 80, publish: 10.0.0.5, ready: /health, ready-within: 2m, stop-within: 0s } }
strategy: { canary: [{ weight: 0.5, bake: 0s }, { weight: 100, bake: 2h30m, gates: [analysis, approval] }], cohort: { header: X-Cohort, value: staff, bake: 5m, gates: [] }, reason: the others do not fit, answers: { instances: 2, spare: 1, downtime: none, metrics-per-version: true, schema-change: compatible, acceptance: unsure, budget: double } }
smoke: [{ name: front page, get: /, status: 200, contains: Shop }]
data: { get: /data/checksum }
checks:
  entry.tests: { command: [npm, test], format: junit, file: report.xml }
  entry.security: [{ part: sast, file: a.sarif, format: sarif }, { part: sca, get: /sca, format: sarif, within: 30s }]
targets: { p95: { target: 300, reason: rendered on the server } }
guardrails: { error-rate: 0.5%, latency: { slower-than: 1s, share: 0.1 }, action: rollback }
analysis: { alpha: 0.02, beta: 10%, interval: 1s, errors: { weight: 5, margin: 3, later-margin: 2, floor: 0.2% }, latency: { weight: 2, margin: 20% }, counters: { checkout: {} }, gauges: { memory: { margin: 25% } }, warm-up: 30s, min-requests: 20, max-missing: 3, no-traffic: 1m, decide-within: 30m, on-inconclusive: pause, dispersion: 3, cap: 50% }
declared: { integrations: [payments], frameworks: [soc2] }
audiences: { users: { channel: post, to: [users@example.test] } }
channels: { post: { file: post.jsonl } }
escalation-channel: post
waits: { validation: 10m, rollback-window: 1h }
practice: true
database: $SHOP_JOURNAL
monitoring: { dashboards: [{ name: shop, url: "http://127.0.0.1:3000/d/shop", authorization: $GRAFANA, prometheus: { url: "http://127.0.0.1:9090", authorization: $PROMETHEUS }, signals: { latency: a, traffic: b, errors: c, saturation: d }, within: 10m }], alertmanager: { url: "http://127.0.0.1:9093", authorization: $ALERTS, receiver: pager, labels: { team: shop }, acknowledge-within: 5m } }
on-call: { shifts: [{ person: ada, from: 2026-12-01T08:00:00Z, to: "2026-12-01T20:00:00+01:00" }] }
logs: { services: [{ name: shop, emit: { get: "/?m={marker}", headers: { x-marker: "{marker}" } }, store: { driver: file, files: [logs/*.log] }, within: 10s }, { name: cart, emit: { command: [logger, "{marker}"] }, store: { driver: loki, url: "http://127.0.0.1:3100", selector: '{app="cart"}', tenant: shop, authorization: $LOKI } }, { name: mail, store: { driver: elasticsearch, url: "http://127.0.0.1:9200", index: mail-*, field: message, authorization: $ELASTIC } }] }
freezes:
  christmas: { title: Christmas, reason: nobody is there, environments: [staging, production], zone: Europe/Berlin, from: 2026-12-20, to: 2027-01-02T06:00 }
  payday: { reason: the busiest hours, zone: UTC, rrule: "FREQ=MONTHLY;BYMONTHDAY=-1", first: 2026-12-01, at: "06:00", for: 18h }
hooks: { before-traffic: { command: [./migrate, up], within: 5m, change: reversible }, after-promote: { command: [./tidy], change: irreversible }, on-rollback: { command: [./migrate, down], change: reversible } }
planned-fixes:
  - { name: no-upsell, kind: flag, does: switches the upsell off, verified-by: entry.tests }
`;
