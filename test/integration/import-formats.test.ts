import { readFileSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { instant } from "../../src/domain/units.ts";
import { entryPackage } from "../support/entry-package.ts";
import { fixture } from "../support/fixture.ts";
import { type Service, startService } from "../support/service.ts";
import { zipOf } from "../support/zip.ts";

const ada = { name: "ada", email: "ada@example.test", roles: ["devops-lead"] };
const received = (): Promise<Service> =>
  startService({
    process: readFileSync(new URL("../../src/process/default.yaml", import.meta.url), "utf8"),
    adopted: [],
    config: { people: { ada } },
  });

const packed = async ({ release }: Service) => {
  const { manifest, files } = entryPackage({ build: (await release()).build.digest, at: instant(Date.now() - 60_000) });
  const unsigned = manifest.items.filter(({ format }) => format === "junit" || format === "k6" || format === "sarif");
  return { manifest: { ...manifest, items: unsigned }, files };
};

const imported = async ({ shell, id }: Service, ...argv: readonly string[]) => {
  const said = await shell.headgate("import", id, ...argv, "--as", "ada", "--json");
  const { imported: items = [] } = said.out === "" ? {} : JSON.parse(said.out);
  return { ...said, items: items as readonly { state: string; reason: string; file: string }[] };
};

test("R3: a package as a zip file is read like a folder", async () => {
  await using service = await received();
  const { manifest, files } = await packed(service);
  const entries = manifest.items.map(({ file }) => ({ name: file, content: files[file]! }));
  await writeFile(
    join(service.shell.path, "handoff.zip"),
    zipOf([{ name: "handoff.yaml", content: stringify(manifest) }, ...entries]),
  );

  const { exit, items } = await imported(service, "handoff.zip");

  expect({ exit, states: items.map(({ state }) => state) }).toEqual({ exit: 0, states: Array(6).fill("recorded") });
  expect(Object.keys((await service.release()).evidence)).toHaveLength(6);
});

test("R3: a zip file with names that lead out of it, links and secrets is refused as a whole, with every reason", async () => {
  await using service = await received();
  const { manifest } = await packed(service);
  const evil = [
    { name: "handoff.yaml", content: stringify(manifest) },
    { name: "../outside.xml", content: "<testsuites/>" },
    { name: "link.xml", content: "/etc/passwd", mode: 0o120777 },
    { name: "locked.xml", content: "x", flags: 1 },
  ];
  await writeFile(join(service.shell.path, "evil.zip"), zipOf(evil));

  const { exit, err } = await imported(service, "evil.zip");

  expect(exit).toBe(2);
  for (const problem of ["../outside.xml leads out", "link.xml is a symbolic link", "locked.xml is encrypted"])
    expect(err).toContain(problem);
  expect((await service.release()).evidence).toEqual({});
});

test("R3: a manifest that names a requirement or a file twice, or a file elsewhere, is refused with every reason", async () => {
  await using service = await received();
  const { manifest, files } = await packed(service);
  const [first, second] = manifest.items;
  const items = [
    first!,
    { ...first!, file: "other.xml" },
    { ...second!, file: first!.file },
    { ...second!, part: "p", file: "../up.xml" },
  ];
  await service.shell.write("handoff/handoff.yaml", stringify({ ...manifest, items }));
  for (const [name, bytes] of Object.entries(files))
    await service.shell.write(`handoff/${name}`, new TextDecoder().decode(bytes));

  const { exit, err } = await imported(service, "handoff");

  expect(exit).toBe(5);
  for (const problem of [
    `items.1.requirement: ${first!.requirement} comes twice`,
    `items.2.file: ${first!.file} comes twice`,
    "items.3.file: name a file inside the package",
  ])
    expect(err).toContain(problem);
  expect((await service.release()).evidence).toEqual({});
});

test("R3: a link in a folder is not followed; the other files are read", async () => {
  await using service = await received();
  const { manifest, files } = await packed(service);
  await service.shell.write("secret.xml", '<testsuite tests="1" failures="0"><testcase name="a"/></testsuite>');
  const [linked, ...others] = manifest.items;
  await service.shell.write("handoff/handoff.yaml", stringify(manifest));
  for (const { file } of others) await service.shell.write(`handoff/${file}`, new TextDecoder().decode(files[file]));
  await symlink(join(service.shell.path, "secret.xml"), join(service.shell.path, "handoff", linked!.file));

  const { exit, err } = await imported(service, "handoff");

  expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining("is a symbolic link") });
  expect(Object.keys((await service.release()).evidence)).toHaveLength(5);
});

test("R211: the format is told from the bytes, and evidence names the parser and its version", async () => {
  await using service = await received();
  const parsers: Record<string, string> = {};
  for (const [requirement, name] of [
    ["entry.functional", "trx-vstest.trx"],
    ["entry.integration", "tap-node.tap"],
    ["entry.performance", "gatling-stats.json"],
  ] as const) {
    await writeFile(join(service.shell.path, name), fixture(name));
    const { exit, items } = await imported(service, requirement, name);
    expect({ exit, states: items.map(({ state }) => state) }, name).toEqual({ exit: 0, states: ["recorded"] });
    const { format, parser, source } = (await service.release()).evidence[requirement]!;
    expect(source).toContain(name);
    parsers[format] = parser;
  }
  expect(parsers).toEqual({ trx: "trx/1", tap: "tap/1", gatling: "gatling/1" });
});

test("R211: what no parser reads is kept byte for byte, with the reason of each", async () => {
  await using service = await received();
  const torn = fixture("trx-vstest.trx").slice(0, 900);
  await writeFile(join(service.shell.path, "torn.trx"), torn);

  const { exit, items } = await imported(service, "entry.functional", "torn.trx");

  expect(exit).toBe(1);
  expect(items[0]).toMatchObject({
    state: "unreadable",
    reason: expect.stringContaining("trx: it is not well-formed XML"),
  });
  const { raw, report } = (await service.release()).evidence["entry.functional"]!;
  expect(report).toBeNull();
  expect(Buffer.compare(await service.engine.blob(raw), torn)).toBe(0);
});

test("R209: a report from the future is refused", async () => {
  await using service = await received();
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const text = new TextDecoder().decode(fixture("trx-vstest.trx")).replace(/finish="[^"]*"/, `finish="${later}"`);
  await service.shell.write("future.trx", text);

  const { exit, items } = await imported(service, "entry.functional", "future.trx");

  expect(exit).not.toBe(0);
  expect(items[0]).toMatchObject({ state: "refused", reason: expect.stringContaining("still to come") });
  expect((await service.release()).evidence).toEqual({});
});
