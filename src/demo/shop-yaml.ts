import { join } from "node:path";
import { stringify } from "yaml";
import { people } from "./people.ts";
import type { Scene } from "./scene.ts";

/** The shop's `headgate.yaml`, as a team would write it, with waiting periods that fit into a demo and say so. */
export const shopYaml = (scene: Scene): string => {
  const { home, ports } = scene;
  const url = (environment: "staging" | "production") => `http://127.0.0.1:${ports[environment]}`;
  const script = (name: string, ...args: string[]) => ["node", join(scene.checks, `${name}.mjs`), ...args];
  const logs = join(home, ".headgate", "production", "instances");
  const environment = (name: "staging" | "production", count: number) => ({
    listen: `127.0.0.1:${ports[name]}`,
    instances: {
      command: ["node", "server.mjs"],
      count,
      ready: "/healthz",
      "stop-within": "6s",
      env: {
        SHOP_DATA: join(home, "data", name),
        SHOP_PAYMENTS: `http://127.0.0.1:${ports.payments}`,
        SHOP_PAYMENTS_KEY: "$SHOP_PAYMENTS_KEY",
      },
    },
  });
  const on = (name: "staging" | "production", script: string[], format: string) => ({
    command: [...script.slice(0, 2), url(name), ...script.slice(2)],
    format,
  });
  const config = {
    service: "shop",
    owner: "ada",
    practice: true,
    people: {
      ...Object.fromEntries(
        Object.entries(people).map(([id, { name, roles }]) => [
          id,
          { name, email: `${id}@example.test`, roles: [...roles] },
        ]),
      ),
      robin: { name: "Robin (release agent)", email: "robin@example.test", kind: "agent" },
    },
    environments: {
      staging: { ...environment("staging", 2), "bake-factor": 0.25 },
      production: environment("production", 4),
    },
    strategy: { canary: [5, 25, 50, 100].map((weight) => ({ weight, bake: "4s" })) },
    smoke: [
      { name: "front page", get: "/", status: 200, contains: "Mill Lane" },
      { name: "a product", get: "/product/p-13", status: 200 },
      { name: "search", get: "/search?q=mug", status: 200 },
      { name: "version", get: "/version", status: 200 },
    ],
    data: { get: "/data/checksum" },
    guardrails: { "error-rate": "1%", latency: { "slower-than": "500ms", share: "5%" } },
    // Shortened like the bakes: 4 s of a small load can show that at most 1 % fail, and no more; and within them a new
    // process does not get as fast as one that is warm.
    analysis: { interval: "1s", "warm-up": "1s", errors: { floor: "1%" }, latency: "none" },
    declared: { integrations: ["payments"], frameworks: ["soc2"] },
    integrations: [
      {
        name: "payments",
        http: {
          url: `http://127.0.0.1:${ports.payments}/account`,
          send: { authorization: "Bearer $SHOP_PAYMENTS_KEY" },
        },
      },
    ],
    parity: {
      staging: { command: script("describe", join(home, "data", "staging")) },
      production: { command: script("describe", join(home, "data", "production")) },
      allowed: [
        {
          what: "instances.count",
          reason: "staging has no users; two instances are enough to see one take over from another",
          "min-ratio": 0.5,
        },
      ],
      "staging-data": { files: ["data/staging/*"] },
    },
    checks: {
      "checklist.monitoring": {
        command: script(
          "monitoring",
          join(home, ".headgate", "production", "splitter", "admin.sock"),
          "roster.json",
          "alerts.jsonl",
        ),
        format: "figures",
      },
      "checklist.logs": on("production", script("logs", logs), "figures"),
      "checklist.backups": on(
        "production",
        script("backup", join(home, "data", "production"), join(home, "backups")),
        "figures",
      ),
      // The shop is a folder and no image: what is scanned is what will run.
      "checklist.security": [
        { part: "image", command: script("source-scan", "candidate"), format: "sarif" },
        { part: "dependencies", command: script("dependencies", "candidate"), format: "sarif" },
        { part: "secrets", command: script("source-scan", "candidate", "secret"), format: "sarif" },
      ],
      "checklist.compliance": { file: "records/compliance.json", format: "compliance" },
      "staging.regression": on("staging", script("regression"), "junit"),
      "staging.performance": on("staging", script("performance"), "k6"),
      "staging.security": [
        { part: "image", command: script("source-scan", "candidate"), format: "sarif" },
        { part: "running", probes: runningProbes },
      ],
      "staging.issues": { command: script("issues", "records/issues.json"), format: "figures" },
      "validation.features": on("production", script("features"), "figures"),
      "validation.integrations": on("production", script("integrations"), "figures"),
      "validation.security": on("production", script("security"), "figures"),
      "validation.compliance": on("production", script("audit", logs), "figures"),
      "validation.users": { command: script("tickets", "records/tickets.json"), format: "figures" },
    },
    audiences: { stakeholders: { channel: "outbox", to: ["team@example.test", "support@example.test"] } },
    channels: { outbox: { file: "outbox.jsonl" } },
    waits: { validation: "15s", "rollback-window": "10s" },
  };
  return `# The sample shop of \`headgate demo\`. Written by the demo; change it as you like.\n${stringify(config)}`;
};

/** What a stranger would try first on the running shop. */
const runningProbes = [
  {
    name: "headers of the front page",
    http: {
      get: "/",
      headers: {
        "x-content-type-options": "nosniff",
        "content-security-policy": "frame-ancestors 'none'",
        "referrer-policy": true,
        "x-powered-by": false,
      },
    },
  },
  {
    name: "headers of an error",
    http: { get: "/no-such-page", status: 404, headers: { "x-content-type-options": true } },
  },
  { name: "the administration without a login", http: { get: "/admin", status: 401 } },
  { name: "a script in the search", http: { get: "/search?q=%3Cscript%3E", lacks: "<script>" } },
];
