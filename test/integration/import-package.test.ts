import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { statusAnswer } from "../../src/api/status-answer.ts";
import { type Digest, instant } from "../../src/domain/units.ts";
import { type EntryPackage, entryPackage } from "../support/entry-package.ts";
import type { Said } from "../support/headgate.ts";
import { type Service, startService } from "../support/service.ts";
import { buildOf } from "../support/split.ts";

const json = ({ out }: Said) => JSON.parse(out);
const sha256 = (bytes: Uint8Array): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** The process that ships, and the people who signed the package; nothing is rolled out. */
const received = (): Promise<Service> => {
  const person = (name: string, ...roles: string[]) => ({ name, email: `${name}@example.test`, roles });
  return startService({
    process: readFileSync(new URL("../../src/process/default.yaml", import.meta.url), "utf8"),
    adopted: [],
    config: {
      people: {
        ada: person("ada", "devops-lead"),
        iris: person("iris", "compliance-officer"),
        pia: person("pia", "product-owner"),
        ed: person("ed", "executive-sponsor"),
      },
      declared: { integrations: ["payments"], frameworks: ["soc2"] },
    },
  });
};

const packed = async ({ shell, release }: Service, build?: Digest): Promise<EntryPackage> => {
  const made = entryPackage({ build: build ?? (await release()).build.digest, at: instant(Date.now() - 60_000) });
  await shell.write("handoff/handoff.yaml", stringify(made.manifest));
  for (const [path, bytes] of Object.entries(made.files))
    await shell.write(`handoff/${path}`, new TextDecoder().decode(bytes));
  return made;
};

const entryOf = async ({ shell, id }: Service) => {
  const { requirements } = statusAnswer.parse(json(await shell.headgate("status", id, "--all", "--json")));
  return Object.fromEntries(
    requirements!.filter(({ stage }) => stage === "entry").map((one) => [one.id, `${one.state}: ${one.reason}`]),
  );
};

test("R3: a package of nine reports gives nine pieces of evidence, each under its sha256", async () => {
  await using service = await received();
  const { files, manifest } = await packed(service);

  const said = await service.shell.headgate("import", service.id, "handoff", "--as", "ada", "--json");

  expect(said).toMatchObject({ exit: 0, err: "" });
  const { imported } = json(said) as { imported: { state: string; digest: Digest }[] };
  expect(imported.map(({ state }) => state)).toEqual(Array(9).fill("recorded"));
  expect(imported.map(({ digest }) => digest)).toEqual(manifest.items.map(({ file }) => sha256(files[file]!)));
  expect(new Set(imported.map(({ digest }) => digest)).size).toBe(9);
  const evidence = Object.values((await service.release()).evidence);
  expect(evidence.map(({ raw }) => raw).sort()).toEqual(imported.map(({ digest }) => digest).sort());
  for (const [id, said] of Object.entries(await entryOf(service)))
    if (id.startsWith("entry.")) expect([id, said]).toEqual([id, expect.stringMatching(/^pass/)]);
  const again = json(await service.shell.headgate("import", service.id, "handoff", "--as", "ada", "--json"));
  expect(again.imported.map(({ state }: { state: string }) => state)).toEqual(Array(9).fill("unchanged"));
});

test("R3: a file that is missing is named, the others are read, and the gate names what it lacks", async () => {
  await using service = await received();
  await packed(service);
  await rm(join(service.shell.path, "handoff/sast.sarif"));

  const { exit, err } = await service.shell.headgate("import", service.id, "handoff", "--as", "ada");

  expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining("handoff/sast.sarif") });
  expect(Object.keys((await service.release()).evidence)).toHaveLength(8);
  expect((await entryOf(service))["entry.security"]).toBe("missing: sast missing");
  const gate = await service.shell.headgate("gate", service.id, "entry");
  expect(gate).toMatchObject({ exit: 3, out: expect.stringContaining("entry.security: missing: sast missing") });
});

test("R3: a package about another build is refused, and nothing of it counts", async () => {
  await using service = await received();
  await packed(service, buildOf("b"));

  const said = await service.shell.headgate("import", service.id, "handoff", "--as", "ada", "--json");

  expect(said.exit).toBe(4);
  const { imported } = json(said) as { imported: { state: string; reason: string }[] };
  expect(imported).toHaveLength(9);
  for (const { state, reason } of imported) {
    expect(state).toBe("refused");
    expect(reason).toContain("another build");
  }
  expect((await service.release()).evidence).toEqual({});
  expect((await entryOf(service))["entry.functional"]).toMatch(/^missing/);
});

test("R3: a manifest about this build does not carry in a report about another one", async () => {
  await using service = await received();
  const { manifest } = await packed(service, buildOf("b"));
  const build = (await service.release()).build.digest;
  await service.shell.write("handoff/handoff.yaml", stringify({ ...manifest, build }));

  const said = await service.shell.headgate("import", service.id, "handoff", "--as", "ada", "--json");

  expect(said.exit).toBe(4);
  expect((await service.release()).evidence).toEqual({});
});

test("R3, R211: a report that cannot be read is kept byte for byte, and is an error, never a pass", async () => {
  await using service = await received();
  const { shell, id, engine } = service;
  const torn = '<testsuite name="cart" tests="3" failures="0"><testcase name="adds an it';
  await shell.write("torn.xml", torn);

  expect((await shell.headgate("import", id, "entry.functional", "torn.xml", "--as", "ada")).exit).toBe(1);

  const evidence = (await service.release()).evidence["entry.functional"]!;
  expect(evidence).toMatchObject({ report: null, problem: expect.stringMatching(/./) });
  expect(new TextDecoder().decode(await engine.blob(evidence.raw))).toBe(torn);
  expect(evidence.raw).toBe(sha256(new TextEncoder().encode(torn)));
  expect((await entryOf(service))["entry.functional"]).toBe(`error: ${evidence.problem}`);
});
