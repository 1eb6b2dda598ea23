import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkText } from "../support/default-check.ts";
import { startService, stepsOf } from "../support/service.ts";
import { deployRollout, lessonRecord, processText, stageText } from "../support/service-process.ts";
import { steadyLoad } from "../support/steady-load.ts";
import { until } from "../support/until.ts";

const after = (...ids: readonly string[]) => ({ after: ["deploy", ...ids] });
const targets = `metrics:
  - { id: error-rate, title: Error rate, formula: failed by all, unit: fraction, target: 0.001, better: lower, min-sample: 1 }
  - { id: p95, title: p95, formula: 95 % were faster, unit: ms, target: 2000, better: lower, min-sample: 1 }
  - { id: availability, title: Availability, formula: good minutes, unit: fraction, target: 0.5, better: higher, min-sample: 1 }
`;
/** What the default process has of these, word for word but for what they come after. */
const process = processText(
  [
    stageText(
      "production",
      [],
      [
        deployRollout,
        checkText("production.smoke", after()),
        checkText("production.baseline", { ...after(), shows: ["deploy", "fact:baseline"] }),
        checkText("production-complete", after("production.smoke")),
        checkText("validation.metrics", { ...after("production.baseline"), every: "2s" }),
        lessonRecord,
        checkText("closure.archive", {
          after: ["lesson", "production.smoke", "production.baseline", "production-complete"],
          shows: ["lesson"],
        }),
      ],
    ),
  ],
  ["closure.archive"],
  targets,
);
const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test("R79, R91: the baseline is a file that validation is held against; it, the smoke results and the notification are named in the sealed record", async () => {
  await using service = await startService({
    process,
    config: {
      strategy: stepsOf([
        [25, "1s"],
        [100, "1s"],
      ]),
      waits: { "rollback-window": "8s" },
    },
  });
  const { shell, id, engine } = service;
  await using load = steadyLoad(service.url, 2);
  await until("the baseline serves", () => (load.seen().byVersion["1.0.0"] ?? 0) > 10);
  {
    await using _conductor = service.conduct();
    await service.start();
    const { signals } = await service.event("BaselineMeasured");
    if (signals === null) throw new Error("the baseline was not measured");
    await service.phase("promoted");
    const isSaved = async () => (await service.release()).documents["production.baseline"] !== undefined;
    await until("the baseline is saved", isSaved);

    // R79: three signals with values, window and sample, of both builds.
    const { out } = await shell.headgate("show", id, "production.baseline");
    const time = (at: number) => new Date(at).toISOString();
    expect(out).toContain(`| before | 1.0.0 | 0 | ${signals.p95} | ${signals.rps} |`);
    const sample = `${signals.requests} | 0 | ${signals.measured}`;
    expect(out).toContain(`| before | ${time(signals.from)} | ${time(signals.to)} | ${sample} | \`sha256:`);
    expect(out).toMatch(/\| on its way up \| 1\.1\.0 \| 0 \| [\d.]+ \| [\d.]+ \|/);
    expect(out).toMatch(/\| on its way up \| 20\S+Z \| 20\S+Z \| [1-9]\d* \| 0 \| [1-9]\d* \| `sha256:/);

    // R91: validation reads that file, and says so.
    const file = (await service.release()).documents["production.baseline"]?.document;
    const isHeld = async () =>
      (await service.release()).evidence["validation.metrics"]?.report?.texts.baseline === file;
    await until("the metrics are held against the file", isHeld, 20_000);
    const figures = (await service.release()).evidence["validation.metrics"]?.report?.figures;
    expect(figures).toMatchObject({ baselineP95Ms: signals.p95, baselineRequests: signals.requests });
    await service.event("EnvironmentFreed");
    await load.stop();
  }
  await shell.write("lesson.yaml", "learnt: to keep what was\n");
  expect((await shell.headgate("file", id, "lesson", "lesson.yaml", "--as", "ada")).exit).toBe(0);
  expect((await shell.headgate("run", id)).exit).toBe(0);

  const { sealed, evidence, documents } = await service.release();
  if (sealed === null) throw new Error("it was not sealed");
  expect((await shell.headgate("verify", sealed.folder)).exit).toBe(0);
  const smoke = evidence["production.smoke"]?.raw ?? "none";
  const saved = documents["production.baseline"]?.document ?? "none";
  const sent = (await engine.history(id)).filter(({ type }) => type === "MessageDelivered");
  expect(sent).toHaveLength(2);

  // The first page of the record: each with its digest, and by what it was asked for.
  const index = await readFile(join(sealed.folder, "index.md"), "utf8");
  const enclosed = (digest: string, what: string) =>
    new RegExp(`blobs/${digest.slice(7)} \\| \\d+ \\| release/${id} no\\. \\d+ \\(${what}\\)`);
  expect(index).toMatch(enclosed(smoke, "EvidenceRecorded of production\\.smoke"));
  expect(index).toMatch(enclosed(saved, "DocumentWritten of production\\.baseline"));
  for (const { version, hash } of sent)
    expect(index).toMatch(
      new RegExp(`\\| ${version} \\| .* \\| MessageDelivered of production-complete \\| ${hash} \\|`),
    );

  // And the document of the closure that lists what is kept.
  const archive = decoded(await engine.blob(documents["closure.archive"]!.document));
  for (const named of [smoke, saved, ...sent.map(({ hash }) => hash)]) expect(archive).toContain(named);
}, 90_000);
