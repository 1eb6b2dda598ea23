import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadProject } from "../../src/cli/project.ts";
import { compose } from "../../src/compose.ts";
import { shopYaml } from "../../src/demo/shop-yaml.ts";
import { demoShop } from "../support/demo-shop.ts";
import { folder } from "../support/folder.ts";
import { soon } from "../support/split.ts";

/** The sample shop's own `headgate.yaml`, with a shop in the place of staging. */
const scanned = async (broken: string) => {
  await using shop = await demoShop("1.1.0", broken === "" ? {} : { SHOP_BREAK: broken });
  await using here = await folder();
  const ports = { staging: Number(new URL(shop.url).port), production: 1, payments: 2 };
  writeFileSync(join(here.path, "headgate.yaml"), shopYaml({ home: here.path, ports, checks: here.path }));
  await using engine = await compose({ home: here.path, state: join(here.path, ".headgate") });
  const asked = { requirement: "staging.security", part: "", environment: undefined };
  const { environment, probes } = await engine.probe(await loadProject(here.path), asked, soon());
  expect(environment).toBe("staging");
  expect(probes.length).toBeGreaterThanOrEqual(4);
  return probes.filter(({ state }) => state !== "holds").map(({ name }) => name);
};

test.each([
  ["a sound shop", "", []],
  ["missing headers", "headers", ["headers of the front page", "headers of an error"]],
  ["an open administration", "admin", ["the administration without a login"]],
])("R57: the quick scan of the running sample shop: %s", async (_, broken, found) => {
  expect(await scanned(broken)).toEqual(found);
});
