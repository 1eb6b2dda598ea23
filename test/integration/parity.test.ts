import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { looks } from "../../src/compose-probes.ts";
import { systemClock } from "../../src/conductor/clock.ts";
import { cardDataProbe, parityProbe } from "../../src/conductor/probe-parity.ts";
import { loadConfig } from "../../src/config/load.ts";
import { digest, instant } from "../../src/domain/units.ts";
import { runCommand } from "../../src/drivers/command/run-command.ts";
import { folder } from "../support/folder.ts";
import { judged } from "../support/judged.ts";
import { hasPostgres, type PostgresServer, postgres, sql } from "../support/postgres.ts";
import { smallProcess } from "../support/small-process.ts";
import { soon } from "../support/split.ts";

type Env = Readonly<Record<string, string>>;
type Setup = {
  readonly parity?: Readonly<Record<string, unknown>>;
  readonly env?: { readonly staging: Env; readonly production: Env };
  readonly home: string;
  readonly url?: string;
};

const env = { PAYMENTS_KEY: "$PAYMENTS_KEY", LOG_LEVEL: "info" };

const ask = async (
  { parity, env: given, home, url = "http://127.0.0.1:1" }: Setup,
  [probe, check]: readonly [typeof parityProbe, string] = [parityProbe, "checklist.parity"],
) => {
  const side = (name: "staging" | "production") => ({
    instances: { command: ["node", "server.mjs"], count: name === "staging" ? 2 : 4, env: given?.[name] ?? env },
  });
  const text = stringify({
    service: "shop",
    owner: "ada",
    people: { ada: { name: "Ada", email: "ada@example.test", roles: ["lead"] } },
    environments: { staging: side("staging"), production: side("production") },
    ...(parity === undefined ? {} : { parity }),
  });
  const reading = loadConfig("headgate.yaml", text, smallProcess());
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const readFile = async (path: string) => (await import("node:fs/promises")).readFile(join(home, path));
  const world = { environment: () => ({ url }) };
  const deps = { looks, now: () => instant(Date.now()), home, clock: systemClock, runCommand, readFile, fetch, world };
  const question = { requirement: check, part: "", environment: "staging", build: digest(`sha256:${"a".repeat(64)}`) };
  const answer = await probe(deps, { config: reading.value })(question, soon());
  const { state, reason, report } = judged(check, answer);
  const titles = (severity: string) =>
    report.findings.filter((one) => one.severity === severity).map(({ title }) => title);
  return { state, reason, figures: report.figures, texts: report.texts, open: titles("high"), notes: titles("info") };
};

const GiB = 1_024 ** 3;
const described = { instances: { count: 4, cpu: 2, memory: GiB }, runtime: { node: "26.10.0" }, schema: 42 };
const counts = { what: "instances.count", reason: "staging has no users", "min-ratio": 0.25 };

/** A folder in which both sides are described by files. */
const sides = async (staging: unknown, production: unknown = described) => {
  const home = await folder();
  await writeFile(join(home.path, "staging.json"), JSON.stringify(staging));
  await writeFile(join(home.path, "production.json"), JSON.stringify(production));
  return { home: home.path, [Symbol.asyncDispose]: () => home[Symbol.asyncDispose]() };
};
const byFiles = { staging: { file: "staging.json" }, production: { file: "production.json" } };

describe("R40: staging matches production", () => {
  test("a service that says nothing of parity is compared as far as its file tells, and the rest is said to be open", async () => {
    await using home = await folder();
    expect(await ask({ home: home.path })).toMatchObject({
      state: "pass",
      figures: { compared: 7, differences: 0, notCompared: 7 },
      texts: {
        notCompared: "instances, runtime, dependencies, flags, schema, data, personal data in staging",
        stagingData: "not looked at",
      },
    });
  });

  test("R40: one variable that was removed in staging fails, and is named", async () => {
    await using home = await folder();
    const { PAYMENTS_KEY: _, ...rest } = env;
    expect(await ask({ home: home.path, env: { staging: rest, production: env } })).toMatchObject({
      state: "fail",
      reason: "staging differs from production in 1 places",
      open: ["config key PAYMENTS_KEY is missing in staging"],
    });
  });

  test("R40: half the memory fails, and is named", async () => {
    await using both = await sides({ ...described, instances: { count: 4, cpu: 2, memory: "512 MiB" } });
    expect(await ask({ ...both, parity: byFiles })).toMatchObject({
      state: "fail",
      open: ["memory: 512 MiB in staging, 1 GiB in production"],
    });
  });

  test("a difference that is meant is told with its reason, and counted apart", async () => {
    await using both = await sides({ ...described, instances: { count: 1, cpu: 2, memory: GiB } });
    const parity = { ...byFiles, allowed: [counts, { what: "flags.new", reason: "tried out" }] };
    expect(await ask({ ...both, parity })).toMatchObject({
      state: "pass",
      figures: { differences: 0, allowed: 1 },
      notes: [
        "number of instances: 1 in staging, 4 in production; allowed: staging has no users",
        "flags.new is allowed to differ, and does not",
      ],
    });
    const half = { ...counts, "min-ratio": 0.5 };
    expect(await ask({ ...both, parity: { ...byFiles, allowed: [half] } })).toMatchObject({ state: "fail" });
  });

  test("a side that cannot be described is an error; so is one that tells a secret, which is not repeated", async () => {
    await using both = await sides({ flags: { key: "AKIAIOSFODNN7EXAMPLE" } });
    await expect(ask({ ...both, parity: byFiles })).rejects.toThrow(/staging could not look.*looks like a secret/);
    await expect(ask({ ...both, parity: byFiles })).rejects.not.toThrow("AKIA");
    const command = { ...byFiles, staging: { command: ["false"] } };
    await expect(ask({ ...both, parity: command })).rejects.toThrow("false: exit 1");
    await expect(ask({ ...both, parity: { ...byFiles, staging: { get: "/d" } } })).rejects.toThrow("/d: ");
  });

  test("commands and pages describe a side as well, each told where it is", async () => {
    await using home = await folder();
    await using page = await serve(JSON.stringify(described));
    const print = `console.log(JSON.stringify({ flags: { at: process.env.HEADGATE_ENVIRONMENT } }))`;
    const source = { get: "/descriptor", command: [process.execPath, "-e", print] };
    expect(
      await ask({ home: home.path, url: page.url, parity: { staging: source, production: source } }),
    ).toMatchObject({ state: "fail", open: ["flag at: staging in staging, production in production"] });
  });
});

const serve = async (body: string) => {
  const server = createServer((_, response) => void response.end(body));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => void server.close().closeAllConnections(),
  };
};

describe("R40: no data of real people in staging", () => {
  const scan = (where: Readonly<Record<string, unknown>>) => ({ ...byFiles, allowed: [counts], "staging-data": where });

  test("R40: a planted card number and a real e-mail address in a file or on a page fail, masked", async () => {
    await using both = await sides(described);
    await mkdir(join(both.home, "data"));
    await writeFile(join(both.home, "data", "a.csv"), "id,mail\n1,jo@example.test\n2,jo@gmail.com\n");
    await using page = await serve('{"card": "4111 1111 1111 1111"}');
    const seen = await ask({ ...both, url: page.url, parity: scan({ files: ["data/*.csv"], pages: ["/orders"] }) });
    expect(seen).toMatchObject({
      state: "fail",
      figures: { cardNumbers: 1, emailAddresses: 1, textsScanned: 4 },
      open: [
        "/orders: 1 card number, such as Visa …1111, all of them published for tests",
        "data/a.csv: 1 e-mail address of a real domain, such as …@g….com",
      ],
    });
    expect(JSON.stringify(seen)).not.toMatch(/gmail|4111 1111|41111111/);
  });

  test("what is made up may be there: test cards and domains that are named, and nothing else of their kind", async () => {
    await using both = await sides(described);
    await writeFile(join(both.home, "a.txt"), "4111111111111111 qa@load.shop.io\n");
    const synthetic = { domains: ["shop.io"], "test-cards": true };
    const parity = { ...scan({ files: ["a.txt"] }), synthetic };
    expect(await ask({ ...both, parity })).toMatchObject({ state: "pass", texts: { stagingData: "clean" } });
    await writeFile(join(both.home, "a.txt"), "4539148803436467 qa@load.shop.io\n");
    expect(await ask({ ...both, parity })).toMatchObject({ state: "fail", figures: { cardNumbers: 1 } });
  });

  test("a place may be allowed with a reason, but never for card numbers, which have a check that nobody can waive", async () => {
    await using both = await sides(described);
    await writeFile(join(both.home, "a.txt"), "jo@gmail.com\n");
    const allowed = [{ what: "personal-data.a.txt", reason: "our own address" }];
    const parity = { ...byFiles, allowed, "staging-data": { files: ["a.txt"] } };
    expect(await ask({ ...both, parity })).toMatchObject({
      state: "pass",
      notes: ["a.txt: 1 e-mail address of a real domain, such as …@g….com; allowed: our own address"],
    });
    await writeFile(join(both.home, "a.txt"), "4539148803436467\n");
    expect(await ask({ ...both, parity })).toMatchObject({ state: "fail" });
    const cards = [cardDataProbe, "data.cards"] as const;
    expect(await ask({ ...both, parity }, cards)).toMatchObject({
      state: "fail",
      reason: "1 card numbers are in staging; no waiver can allow them",
    });
    expect((await ask({ ...both, parity: byFiles }, cards)).state).not.toBe("pass");
  });

  test("where nothing was to be looked at, nothing is called clean", async () => {
    await using both = await sides(described);
    await expect(ask({ ...both, parity: scan({ files: ["none/*"] }) })).rejects.toThrow("no file fits none/*");
    await writeFile(join(both.home, "empty.txt"), "");
    expect(await ask({ ...both, parity: scan({ files: ["empty.txt"] }) })).toMatchObject({
      state: "fail",
      reason: "data of real people is in staging: nothing was there to be looked at",
    });
  });

  describe.skipIf(!hasPostgres)("on PostgreSQL (apt install postgresql)", () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await postgres(["fsync = off"]);
    });
    afterAll(async () => {
      delete process.env.PARITY_STAGING;
      delete process.env.PARITY_PRODUCTION;
      await server[Symbol.asyncDispose]();
    });

    const tables = (rows: number) => `
      CREATE TABLE customers (id bigint PRIMARY KEY, email text, profile jsonb, since timestamptz DEFAULT now());
      CREATE SCHEMA billing; CREATE TABLE billing.payments (id uuid DEFAULT gen_random_uuid(), reference numeric, note text);
      INSERT INTO customers SELECT n, 'c' || n || '@example.test', '{}' FROM generate_series(1, ${rows}) AS n;
      INSERT INTO billing.payments (reference, note) SELECT n, 'paid' FROM generate_series(1, ${rows}) AS n;`;

    test("R40: schema and amount of data are compared, and what is planted in a table is found by its column", async () => {
      const [staging, production] = [await server.database(), await server.database()];
      process.env.PARITY_STAGING = staging.url;
      process.env.PARITY_PRODUCTION = production.url;
      await sql(staging.url, tables(50));
      await sql(production.url, tables(500));
      await using home = await folder();
      const parity = {
        staging: { database: { url: "$PARITY_STAGING" } },
        production: { database: { url: "$PARITY_PRODUCTION" } },
        "data-ratio": { min: 0.05 },
        allowed: [counts],
        "staging-data": { databases: [{ url: "$PARITY_STAGING" }] },
      };
      expect(await ask({ home: home.path, parity })).toMatchObject({
        state: "pass",
        figures: { differences: 0, allowed: 1, cardNumbers: 0, textsScanned: 250 },
        texts: { stagingData: "clean", notCompared: "runtime, dependencies, flags" },
      });

      await sql(staging.url, 'UPDATE customers SET profile = \'{"backup": "jo@gmail.com"}\' WHERE id = 7');
      await sql(staging.url, "UPDATE billing.payments SET reference = 4539148803436467 WHERE reference = 9");
      await sql(staging.url, "ALTER TABLE customers ADD COLUMN nickname text; DELETE FROM customers WHERE id > 20");
      const seen = await ask({ home: home.path, parity });
      expect(seen.open).toEqual([
        expect.stringMatching(/^schema version: columns \w+ in staging, columns \w+ in production$/),
        "rows of customers: 20 in staging, 500 in production",
        "billing.payments.reference: 1 card number, such as Visa …6467",
        "customers.profile: 1 e-mail address of a real domain, such as …@g….com",
      ]);
      expect(JSON.stringify(seen)).not.toMatch(/453914|gmail|s3cret/);
    });

    test("a large table is sampled, and nothing can be written by the look", async () => {
      const { url } = await server.database();
      process.env.PARITY_STAGING = url;
      await sql(url, tables(30_000));
      await sql(url, "ANALYZE; CREATE SEQUENCE a");
      await using home = await folder();
      const parity = {
        "staging-data": { databases: [{ url: "$PARITY_STAGING", tables: ["customers"] }], sample: 500 },
      };
      const { figures } = await ask({ home: home.path, parity });
      expect(figures.textsScanned).toBeGreaterThan(500);
      expect(figures.textsScanned).toBeLessThanOrEqual(1_500);
      const bad = { staging: { database: { url: "$PARITY_STAGING", schema: "SELECT nextval('a')" } } };
      await expect(ask({ home: home.path, parity: bad })).rejects.toThrow(
        "cannot execute nextval() in a read-only transaction",
      );
    });
  });
});
