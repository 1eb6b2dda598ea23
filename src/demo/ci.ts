import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import type { ShopVersion } from "./builds.ts";
import { startChild } from "./child.ts";
import { buildFolder, type Scene } from "./scene.ts";

const run = promisify(execFile);

/**
 * What a build pipeline would do before Headgate hears of a build: start it, test it, scan it, and pack the reports.
 * Reports come from scripts that really run; acceptance, compliance and go/no-go are what the demo's people say.
 *
 * @returns the folder of the package
 */
export const testBuild = async (
  scene: Scene,
  version: ShopVersion,
  digest: string,
  now: () => number,
): Promise<string> => {
  const folder = join(scene.home, "packages", version);
  mkdirSync(folder, { recursive: true });
  const build = buildFolder(scene, version);
  const { payments } = scene.ports;
  await using shop = await startChild(["server.mjs"], build, {
    SHOP_DATA: join(scene.home, "data", `ci-${version}`),
    SHOP_PAYMENTS: `http://127.0.0.1:${payments}`,
    SHOP_PAYMENTS_KEY: "demo",
    HEADGATE_BUILD: digest,
  });
  const report = async (file: string, script: string, ...args: string[]): Promise<void> => {
    const options = { env: { ...process.env, HEADGATE_BUILD: digest }, maxBuffer: 1 << 26 };
    const { stdout } = await run(process.execPath, [join(scene.checks, `${script}.mjs`), ...args], options);
    writeFileSync(join(folder, file), stdout);
    sums.push(sum(stdout));
  };
  const sums: string[] = [];
  const say = (file: string, value: unknown): void => {
    const text = `${JSON.stringify(value, null, 2)}\n`;
    writeFileSync(join(folder, file), text);
    sums.push(sum(text));
  };
  await report("functional.xml", "regression", shop.url);
  await report("integration.xml", "integration-tests", shop.url);
  await report("k6.json", "performance", shop.url);
  await report("sast.sarif", "source-scan", build);
  await report("dast.sarif", "security", shop.url, "sarif");
  await report("sca.sarif", "dependencies", build);
  const at = new Date(now()).toISOString();
  const controls = [{ framework: "soc2", id: "CC8.1", status: "satisfied", evidence: "packages/functional.xml" }];
  say("compliance.json", { controls, signedBy: "gil", signedAt: at, build: digest });
  writeFileSync(
    join(scene.home, "records", "compliance.json"),
    `${JSON.stringify({ controls, signedBy: "gil", signedAt: at, build: digest })}\n`,
  );
  const scenarios = ["find a product", "buy a product", "return to a saved cart"].map((name) => ({
    name,
    result: "passed",
  }));
  say("uat.json", {
    release: `shop ${version}`,
    build: digest,
    decision: "GO",
    conditions: [],
    scenarios,
    participants: ["di", "a customer"],
    outstanding: [],
    signedBy: "di",
    signedAt: at,
  });
  say("go-no-go.json", {
    decision: "GO",
    decidedBy: "ed",
    decidedAt: at,
    expires: new Date(now() + 7 * 86_400_000).toISOString(),
    evidence: sums,
    build: digest,
  });
  writeFileSync(join(folder, "handoff.yaml"), stringify({ build: digest, items }));
  return folder;
};

const sum = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

const items = [
  { requirement: "entry.functional", format: "junit", file: "functional.xml" },
  { requirement: "entry.integration", format: "junit", file: "integration.xml" },
  { requirement: "entry.performance", format: "k6", file: "k6.json" },
  { requirement: "entry.security", part: "sast", format: "sarif", file: "sast.sarif" },
  { requirement: "entry.security", part: "dast", format: "sarif", file: "dast.sarif" },
  { requirement: "entry.security", part: "sca", format: "sarif", file: "sca.sarif" },
  { requirement: "entry.compliance", format: "compliance", file: "compliance.json" },
  { requirement: "entry.uat", format: "uat", file: "uat.json" },
  { requirement: "entry.go-no-go", format: "go-no-go", file: "go-no-go.json" },
];
