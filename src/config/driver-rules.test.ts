import { expect, test } from "vitest";
import { complaintsAbout, configOf } from "../../test/support/complaints.ts";
import { leastHeadgate } from "../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../test/support/small-process.ts";
import { loadConfig } from "./load.ts";

const key = `SHA256:${"a".repeat(43)}`;
const host = (address: string, more = "") => `{ address: "${address}", user: deploy, fingerprint: "${key}"${more} }`;
const ssh = (more: string) =>
  `instances: { driver: ssh, hosts: [${host("10.0.0.5:22")}, ${host("10.0.0.6:22", ", reach: shop-2")}], key: deploy.key, folder: /srv/shop, ports: [8001, 8002], ${more} }`;

test("hosts are reached where they are, unless it is said otherwise", () => {
  expect(configOf("", ssh("unit: shop@")).environments.production.instances).toMatchObject({
    driver: "ssh",
    key: "deploy.key",
    command: null,
    unit: "shop@",
    hosts: [
      { host: "10.0.0.5", port: 22, user: "deploy", fingerprint: key, reach: "10.0.0.5" },
      { host: "10.0.0.6", port: 22, reach: "shop-2" },
    ],
  });
});

test("scripts and containers have what they need and no more", () => {
  const scripts = "instances: { driver: command, bring: [./up], observe: [./ls], remove: [./rm], count: 3 }";
  expect(configOf("", scripts).environments.production.instances).toMatchObject({ bring: ["./up"], count: 3 });
  const docker = "instances: { driver: docker, image: registry.test/shop, port: 80 }";
  expect(configOf("", docker).environments.production.instances).toMatchObject({
    socket: "/var/run/docker.sock",
    publish: "127.0.0.1",
  });
});

const at = "environments.production";
const prometheus = "metrics: { driver: prometheus, url: 'http://127.0.0.1:9090', requests: a, errors: b, latency: c }";
const nginx = "traffic: { driver: nginx, folder: /etc/nginx/headgate, reload: [nginx, -s, reload] }";
const plain = "instances: { command: [x] }";

test.each([
  [ssh("command: [./start]"), []],
  [
    ssh("count: 4"),
    [`${at}.instances: has neither a command nor a unit; name one of them: what is started, or the systemd template`],
  ],
  [
    ssh("command: [x], unit: shop@"),
    [`${at}.instances: has both a command and a unit; name one of them: what is started, or the systemd template`],
  ],
  [ssh("command: []"), [expect.stringContaining(`${at}.instances.command: is empty`)]],
  [
    ssh("unit: shop"),
    [`${at}.instances.unit: is the text "shop"; write the template's name with its @, such as shop@`],
  ],
  [ssh("unit: shop@, count: 4"), []],
  [
    ssh("unit: shop@, count: 5"),
    [
      `${at}.instances.ports: has room for 4 instances, one per host and port, and the count is 5; add ports or hosts, or lower the count`,
    ],
  ],
  [ssh("unit: shop@, count: 0"), [expect.stringContaining(`${at}.instances.count: is 0`)]],
  [`${plain}, ${nginx}, ${prometheus}`, []],
  [
    `${plain}, ${nginx}`,
    [
      `${at}.traffic: is nginx, which does not count per build; add metrics: { driver: prometheus, … } or { driver: web, … } beside it`,
    ],
  ],
  [`${plain}, ${nginx}, metrics: { driver: web, url: "https://shop.test/counts" }`, []],
  [
    `${plain}, metrics: { driver: web, url: shop.test, max-age: 0s, label: version, counters: [Check out] }`,
    [
      `${at}.metrics.url: is the text "shop.test"; write its address, such as http://127.0.0.1:9100/counts`,
      `${at}.metrics.max-age: is no time at all; write more than 0s`,
      expect.stringContaining(`${at}.metrics.counters[0]: is the text "Check out"; write a name of small letters`),
      expect.stringContaining(`${at}.metrics.label: unknown key`),
    ],
  ],
  [
    `${plain}, ${prometheus.replace(" }", ", counters: { checkout: checkouts_total }, gauges: { Memory: m } }")}`,
    [
      expect.stringContaining(`${at}.metrics.counters.checkout: is the text "checkouts_total"; write keys with values`),
      expect.stringContaining(`${at}.metrics.gauges.Memory:`),
    ],
  ],
  [
    `${plain}, ${prometheus.replace(" }", ", counters: { checkout: { total: a } } }")}`,
    [expect.stringContaining(`${at}.metrics.counters.checkout.bad: is missing; add it`)],
  ],
  [`${plain}, ${nginx}, metrics: { driver: router }`, [expect.stringContaining(`${at}.traffic: is nginx`)]],
  [`${plain}, ${nginx}, metrics: { driver: promethus }`, [expect.stringContaining(`${at}.metrics`)]],
  [`instances: { driver: dokcer, image: a, port: 1 }`, [expect.stringContaining('did you mean "docker"?')]],
  [`${plain}, traffic: { driver: ngnix }`, [expect.stringContaining('did you mean "nginx"?')]],
  [
    `${plain}, traffic: { driver: haproxy, socket: run.sock, folder: /a, log: 127.0.0.1:514 }`,
    [`${at}.traffic.socket: is the text "run.sock"; write an absolute path, such as /etc/haproxy/headgate`],
  ],
  // The address is checked alike, whoever listens there.
  [
    `${plain}, ${nginx}, ${prometheus}, listen: 127.0.0.1:8081`,
    [expect.stringContaining("port 8081 is where staging")],
  ],
  [
    `${plain}, ${nginx}, ${prometheus}, listen: here`,
    [`${at}.listen: is the text "here"; write host:port, such as 127.0.0.1:8080`],
  ],
])("%s", (production, problems) => {
  expect(complaintsAbout("", production)).toEqual(problems);
});

test("two environments share neither the folder of their routers nor places on a host", () => {
  const text = (staging: string, production: string) =>
    leastHeadgate.replace(
      /environments:[\s\S]*/,
      `environments:\n  staging: { ${staging} }\n  production: { ${production} }\n`,
    );
  const problemsOf = (staging: string, production: string) => {
    const read = loadConfig("headgate.yaml", text(staging, production), smallProcess());
    return read.ok ? [] : read.problems.map(({ path, what }) => `${path} ${what}`);
  };
  const routed = `${plain}, ${nginx}, ${prometheus}`;
  const apart = ssh("unit: shop@").replace("ports: [8001, 8002]", "ports: [8002, 8003]").replace("/srv/shop", "/srv/s");
  const elsewhere = ssh("unit: shop@").replaceAll("10.0.0.", "10.0.1.");

  expect(problemsOf(routed, routed)).toEqual([`${at}.traffic.folder is where staging keeps its routes, too`]);
  expect(problemsOf(routed, routed.replace("/etc/nginx/headgate", "/etc/nginx/live"))).toEqual([]);
  expect(problemsOf(ssh("unit: shop@"), ssh("unit: shop@"))).toEqual([
    `${at}.instances.folder is where staging keeps its instances, on the same host`,
    `${at}.instances.ports are staging's, too, on the same host: 8001, 8002`,
  ]);
  expect(problemsOf(ssh("unit: shop@"), apart)).toEqual([
    `${at}.instances.ports are staging's, too, on the same host: 8002`,
  ]);
  expect(problemsOf(ssh("unit: shop@"), elsewhere)).toEqual([]);
});
