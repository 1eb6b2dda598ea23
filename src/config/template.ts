import { stringify } from "yaml";

/** The `headgate.yaml` that `headgate init` writes: complete, valid, and to be read from top to bottom. */
export const template = (
  service: string,
): string => `# What Headgate must know of this service. Check it: headgate check
# Editors know every key after headgate schema headgate > headgate.schema.json, and with this as the first line:
# # yaml-language-server: $schema=headgate.schema.json
service: ${stringify(service).trim()}
owner: ada # the one person who answers for it

# Everybody who takes part. One person may hold several roles; who wrote a change may still not approve it.
people:
  ada:
    name: Ada Example
    email: ada@example.test
    # aliases: [ada@home.example.test] # other addresses on commits
    roles: [devops-lead, sre, tech-lead]
  ben:
    name: Ben Example
    email: ben@example.test
    roles: [qa-lead, security-lead, compliance-officer]
  cleo:
    name: Cleo Example
    email: cleo@example.test
    roles: [product-owner, project-manager, executive-sponsor]
  # bot: { name: Release bot, email: bot@example.test, kind: agent, for: ada } # prepares and proposes, never approves

# Roles may be given to several people at once; deputies: [ben] beside a person's roles names who may stand in for them.
# groups: { on-call: { people: [ada, ben], roles: [sre] } }

# A team too small to keep duties apart names here who reviews such approvals afterwards.
# small-team-reviewer: cleo

# Each instance is started in the build's folder, without a shell, with PORT in its environment.
environments:
  staging:
    listen: 127.0.0.1:8081 # where the router of this environment accepts requests
    instances: { command: [node, server.mjs], count: 2, ready: / }
    # bake-factor: 0.1 # rehearse with a tenth of the bake times
    # analysis: true # let verdicts gate the steps here, too, where there is traffic enough
  production:
    listen: 127.0.0.1:8080
    instances: { command: [node, server.mjs], count: 2, ready: / }
    # More of instances: env: { LOG_LEVEL: info }, ready-within: 60s, stop-within: 10s
    # Elsewhere than in processes of this machine: driver: docker, ssh, or command (scripts of your own).
    # instances: { driver: docker, image: registry.example/shop, port: 8080 }
    # Behind a router that runs already instead of Headgate's own: driver: haproxy or nginx.
    # traffic: { driver: haproxy, socket: /run/haproxy.sock, folder: /etc/haproxy/headgate, log: 127.0.0.1:5140 }
    # Counted by the service instead of the router; label names the version. nginx needs this, or driver: web.
    # metrics: { driver: prometheus, url: "http://127.0.0.1:9090", requests: http_requests_total, errors: http_errors_total, latency: http_request_seconds }

# The candidate's share of live traffic, and the least time on each step. Each step must pass its analysis.
strategy:
  canary:
    - { weight: 5, bake: 1h }
    - { weight: 25, bake: 1h }
    - { weight: 50, bake: 1h }
    - { weight: 100, bake: 1h }
    # - { weight: 50, bake: 1h, gates: [analysis, approval] } # a person lets it go on
  # One of these instead of canary:
  # blue-green: { idle: { bake: 10m, gates: [approval] }, bake: 1h } # a second full side, all traffic in one switch
  # rolling: { batch: 1, max-unavailable: 1, bake: 10m } # batch by batch in place
  # recreate: { downtime: 10m, bake: 30m } # down, deploy, up: an announced downtime
  # Own people first: requests with this header (or cookie) reach the candidate before it has any weight.
  # cohort: { header: X-Cohort, value: staff, bake: 30m }

# Commands at named points of a rollout. What cannot be undone needs an on-rollback that restores.
# hooks:
#   before-traffic: { command: [npm, run, migrate], within: 10m, change: expand-contract }
#   on-rollback: { command: [npm, run, restore], change: reversible } # must bear being run twice

# How much harm is too much, whatever the baseline does.
guardrails:
  error-rate: 1%
  latency: { slower-than: 500ms, share: 5% } # at most 5 % of requests may take longer

# How the candidate is compared with the baseline; docs/verdicts.md explains it. These are the defaults.
# analysis:
#   alpha: 1% # of a hundred rollouts of good builds at most one is rolled back by mistake
#   warm-up: 90s # new instances may be slow to start
#   on-inconclusive: auto # what becomes of a step that proves nothing within an hour

# Read-only requests that must succeed after every change of traffic.
smoke:
  - { name: front page, get: /, status: 200 } # contains: Welcome

# none: the service keeps no data. Else a page whose answer must survive a rollback: { get: /data/checksum }
data: none

# How checks of the process are answered here: by a command, a file that something else wrote, or a page.
checks: {}
#   staging.regression: { command: [npm, test], format: junit, file: report.xml }
#   entry.security:
#     - { part: sast, file: sast.sarif, format: sarif }

# What the integration tests must cover, and the control frameworks that apply.
declared: { integrations: [], frameworks: [] }

# Who is told, by audience of the process.
audiences:
  stakeholders: { channel: outbox, to: [stakeholders@example.test] }
channels:
  outbox: { file: outbox.jsonl }
#  mail: { smtp: "mail.example.test:587", from: releases@example.test, user: headgate, password: $SMTP_PASSWORD }
#  chat: { webhook: $CHAT_HOOK, secret: $CHAT_SECRET }

# The journal on PostgreSQL, for several machines. Never a password in here: $NAME stands for a variable.
# database: $SHOP_JOURNAL

# Another target than the process's own, with the reason that every report repeats.
# targets: { p95: { target: 300, reason: pages are rendered on the server } }

# Longer waiting periods than the process's own; shorter ones are for practice alone.
# waits: { validation: 14d, rollback-window: 72h }
# practice: true
`;
