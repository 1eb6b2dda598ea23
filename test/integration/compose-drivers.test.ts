import { join } from "node:path";
import { expect, test } from "vitest";
import {
  environmentsIn,
  instancesOf,
  metricsOf,
  type Place,
  stopRouterOf,
  trafficOf,
} from "../../src/compose-drivers.ts";
import { instant } from "../../src/domain/units.ts";
import { configOf } from "../support/complaints.ts";
import { folder } from "../support/folder.ts";
import { buildOf, soon } from "../support/split.ts";

const placeIn = (home: string): Place => ({
  home,
  folder: join(home, ".headgate/production"),
  service: "shop",
  environment: "production",
  builds: { folder: async () => home, place: () => home },
  now: () => instant(Date.now()),
});

const productionOf = (text: string) => configOf("", text).environments.production;
const plain = "instances: { command: [x] }";
const haproxy = "traffic: { driver: haproxy, socket: /run/h.sock, folder: /etc/h, log: 127.0.0.1:5140 }";
const nginx = "traffic: { driver: nginx, folder: /etc/n, reload: [nginx, -s, reload] }";
const prometheus = "metrics: { driver: prometheus, url: 'http://127.0.0.1:9', requests: a, errors: b, latency: c }";

test.each([
  [plain, ["process", "splitter", "router"], true],
  [`instances: { driver: docker, image: shop, port: 80 }, ${haproxy}`, ["docker", "haproxy", "router"], false],
  [`${plain}, metrics: { driver: web, url: "http://127.0.0.1:9/" }`, ["process", "splitter", "web"], true],
  [`${plain}, ${nginx}, ${prometheus}`, ["process", "nginx", "prometheus"], false],
])("%s: the drivers are those of the configuration, and only the splitter is ours to stop", (text, names, isOurs) => {
  const [environment, place] = [productionOf(text), placeIn("/nowhere")];
  const { instances, traffic } = environment;

  const drivers = [instancesOf(instances, place), trafficOf(traffic, place), metricsOf(environment, place)];
  expect(drivers.map(({ name }) => name)).toEqual(names);
  expect(stopRouterOf(traffic, place) !== null).toBe(isOurs);
});

test("the same settings get the same drivers, for some remember; another service or environment gets its own", () => {
  const { home, builds, now } = placeIn("/nowhere");
  const drivers = environmentsIn({ home, builds, now, state: "/nowhere/.headgate" });
  const config = configOf("");
  const [first, again] = [drivers(config, "production"), drivers(structuredClone(config), "production")];

  for (const kind of ["instances", "traffic", "metrics"] as const) {
    expect(again[kind]).toBe(first[kind]);
    expect(drivers(config, "staging")[kind]).not.toBe(first[kind]);
    expect(drivers({ ...config, service: "cart" }, "production")[kind]).not.toBe(first[kind]);
  }
});

test("a release that was opened with nginx and without other counts is told what to do", async () => {
  const environment = { ...productionOf(`${plain}, ${nginx}, ${prometheus}`), metrics: { driver: "router" } } as const;

  await expect(metricsOf(environment, placeIn("/nowhere")).read([], soon())).rejects.toMatchObject({
    code: "DRIVER_FAILED",
    detail: { fix: expect.stringContaining("prometheus") },
  });
});

test("a HAProxy that does not answer says so", async () => {
  const { traffic } = productionOf(`${plain}, ${haproxy}`);

  await expect(trafficOf(traffic, placeIn("/nowhere")).read(soon())).rejects.toMatchObject({
    code: "DRIVER_FAILED",
    detail: { driver: "haproxy" },
  });
});

test("a variable that is not set stops an instance from starting, and nothing else", async () => {
  await using dir = await folder();
  const { instances } = productionOf("instances: { command: [x], env: { KEY: $HEADGATE_TEST_UNSET } }");
  const driver = instancesOf(instances, placeIn(dir.path));

  expect(await driver.observe(soon())).toEqual([]);
  await driver.remove(buildOf("a"), [], soon());
  await expect(driver.bring({ digest: buildOf("a"), version: "1" }, 1, soon())).rejects.toMatchObject({
    code: "DRIVER_FAILED",
    detail: { driver: "process", problem: "the variable HEADGATE_TEST_UNSET is not set" },
  });
});
