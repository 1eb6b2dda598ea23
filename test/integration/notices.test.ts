import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mailServer } from "../support/mail-server.ts";
import { type Service, startService } from "../support/service.ts";
import { deployRollout, processText, stageText } from "../support/service-process.ts";
import { until } from "../support/until.ts";

const notice = (id: string, on: string, text: string): string =>
  `  - { id: ${id}, on: ${on}, environment: production, audience: stakeholders, give-up-after: 2s, subject: "${text}", body: "{impact} {reason} {now} {next}" }`;
const process = processText(
  [stageText("production", [], [deployRollout])],
  ["deploy"],
  `notices:
${[
  notice("starting", "rollout-started", "{version} starts"),
  notice("decided", "rollback-decided", "{version} goes back"),
  notice("returned", "rollback-returned", "{before} is back"),
  notice("ended", "rollback-ended", "{version} is {outcome}"),
].join("\n")}
`,
);
const to = ["team@example.test"];

/** A page that takes every message, and its subjects. */
const page = async () => {
  const subjects: string[] = [];
  const server = createServer(async (request, response) => {
    const text = (await request.toArray()).join("");
    subjects.push((JSON.parse(text) as { subject: string }).subject);
    response.end("taken");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    subjects: async () => subjects,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const subjectsIn = async (service: Service): Promise<readonly string[]> => {
  const text = await readFile(join(service.shell.path, "outbox.jsonl"), "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => (JSON.parse(line) as { subject: string }).subject);
};

/** There and back, and what arrived by then. */
const thereAndBack = async (service: Service, arrived: () => Promise<readonly string[]>): Promise<void> => {
  await using _conductor = service.conduct();
  await service.start();
  await service.event("WeightConfirmed");
  await service.order({ type: "RollBack", reason: "users complain", severity: "high" });
  await service.phase("rolled-back");
  await until("everybody was told", async () => (await arrived()).length >= 4);
  const types = (await service.events()).map((event) => ("notice" in event ? event.notice : event.type));
  // R73: by the order of the journal, nothing was begun before people knew.
  expect(types.indexOf("starting")).toBeGreaterThan(types.indexOf("RolloutStarted"));
  expect(types.indexOf("starting")).toBeLessThan(types.indexOf("CandidateReady"));
  expect([...(await arrived())].toSorted()).toEqual([
    "1.0.0 is back",
    "1.1.0 goes back",
    "1.1.0 is rolled back",
    "1.1.0 starts",
  ]);
};

test("R73, R129, T58: by a file, before the first step and of every end", { timeout: 60_000 }, async () => {
  await using service = await startService({ process, config: { audiences: { stakeholders: { to } } } });
  await thereAndBack(service, () => subjectsIn(service));
  const { out } = await service.shell.headgate("notices", service.id);
  expect(out).toMatch(/delivered\s+starting \(production-deploy-1 started\)\s+team@example\.test/);
});

test("R73, R129, T58: by mail", { timeout: 60_000 }, async () => {
  await using server = await mailServer();
  const channels = { mail: { smtp: `127.0.0.1:${server.port}`, tls: "none", from: "releases@example.test" } };
  const config = { channels, audiences: { stakeholders: { channel: "mail", to } } };
  await using service = await startService({ process, config });
  await thereAndBack(service, async () =>
    server.taken.map(({ text }) => /^Subject: (.*)$/m.exec(text)?.[1]?.trim() ?? ""),
  );
});

test("R73, R129, T58: by a webhook", { timeout: 60_000 }, async () => {
  await using there = await page();
  const config = { channels: { chat: { webhook: there.url } }, audiences: { stakeholders: { channel: "chat", to } } };
  await using service = await startService({ process, config });
  await thereAndBack(service, there.subjects);
});

test("R73: a mail server that is down holds no release for ever, and the history says so", {
  timeout: 60_000,
}, async () => {
  await using server = await mailServer({ reject: () => ({ code: 451, words: "later" }) });
  const channels = { mail: { smtp: `127.0.0.1:${server.port}`, tls: "none", from: "releases@example.test" } };
  const config = { channels, audiences: { stakeholders: { channel: "mail", to } } };
  await using service = await startService({ process, config });
  await using _conductor = service.conduct();
  await service.start();
  await service.event("NoticeGivenUp");
  await service.event("WeightConfirmed");
  const types = (await service.events()).map(({ type }) => type);
  expect(types.indexOf("NoticeGivenUp")).toBeLessThan(types.indexOf("CandidateReady"));
});
