import { expect, test } from "vitest";
import { leastHeadgate } from "../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../test/support/small-process.ts";
import { loadConfig } from "./load.ts";
import { showProblem } from "./read-document.ts";

const withEnv = (env: string) =>
  loadConfig(
    "headgate.yaml",
    leastHeadgate.replace("production: { instances: {", `production: { instances: { env: ${env},`),
    smallProcess(),
  );

test("a secret by its name is refused as a literal, and its value is not repeated", () => {
  const read = withEnv("{ DB_PASSWORD: hunter2 }");
  expect(read.ok ? [] : read.problems.map(showProblem)).toEqual([
    "headgate.yaml:7 environments.production.instances.env.DB_PASSWORD: is a secret by its name; write $DB_PASSWORD and set it where headgate runs",
  ]);
});

test("the name of a variable in its place, and a plain value, are fine", () => {
  expect(withEnv("{ DB_PASSWORD: $DB_PASSWORD, LOG_LEVEL: info }").ok).toBe(true);
});
