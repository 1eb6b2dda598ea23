import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { statusAnswer } from "../../src/api/status-answer.ts";
import { trivyReport } from "../support/security-reports.ts";
import { type Service, startService } from "../support/service.ts";

let service: Service;
beforeAll(async () => {
  const process = readFileSync(new URL("../../src/process/default.yaml", import.meta.url), "utf8");
  const person = (name: string, ...roles: string[]) => ({ name, email: `${name}@example.test`, roles });
  const people = { ada: person("ada", "security-lead"), ben: person("ben", "devops-lead") };
  service = await startService({ process, adopted: [], config: { people } });
});
afterAll(() => service?.[Symbol.asyncDispose]());

const scan = async (part: string, text: string, format: string): Promise<void> => {
  await service.shell.write(`${part}.json`, text);
  const words = ["--part", part, "--format", format, "--as", "ben"];
  const said = await service.shell.headgate("import", service.id, "entry.security", `${part}.json`, ...words);
  expect(said).toMatchObject({ exit: 0, err: "" });
};
const told = async (): Promise<string> => {
  const said = await service.shell.headgate("status", service.id, "--all", "--json");
  const found = statusAnswer.parse(JSON.parse(said.out)).requirements?.find(({ id }) => id === "entry.security");
  return `${found?.state}: ${found?.reason}`;
};
const days = (n: number): string => new Date(Date.now() - n * 86_400_000).toISOString();
const sarif = (endTimeUtc: string): string =>
  JSON.stringify({
    version: "2.1.0",
    runs: [
      { tool: { driver: { name: "scan" } }, invocations: [{ executionSuccessful: true, endTimeUtc }], results: [] },
    ],
  });
const zap = JSON.stringify({
  "@programName": "ZAP",
  "@version": "2.15.0",
  created: days(1),
  site: [{ "@name": "https://shop.example.test", alerts: [] }],
});
const highs = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`CVE-2026-${i}`, "HIGH"]));

test("R7: a scan of the source alone leaves the two others missing", async () => {
  await scan("sast", sarif(days(1)), "sarif");
  expect(await told()).toBe("missing: dast missing; sca missing");
});

test("R7: forty findings of severity high fail, and this check cannot be waived", async () => {
  await scan("dast", zap, "zap");
  await scan("sca", trivyReport(highs(40)), "trivy");
  expect(await told()).toBe("fail: sca: 40 findings of severity high are open");
  const words = [
    "--reason",
    "later",
    "--risk",
    "low",
    "--control",
    "a look",
    "--expires",
    "7d",
    "--yes",
    "--as",
    "ada",
  ];
  const waived = await service.shell.headgate("waive", service.id, "entry.security", ...words);
  expect(waived).toMatchObject({ exit: 4, err: expect.stringContaining("waive") });
});

test("R7: a scan of 45 days ago is stale, however clean", async () => {
  await scan("sca", trivyReport({}), "trivy");
  expect(await told()).toBe("pass: ");
  await scan("sast", sarif(days(45)), "sarif");
  expect(await told()).toBe("stale: sast: it is older than 30 days");
});
