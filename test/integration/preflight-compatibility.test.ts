import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { type Service, startService } from "../support/service.ts";
import { strategyFirst } from "../support/strategy-stage.ts";

const node = process.execPath;

/** How a service might prove that two versions get along: real queries against a real database, as JUnit. */
const prove = `
import { DatabaseSync } from "node:sqlite";
import { readFileSync } from "node:fs";

const [, , app, schema] = process.argv;
const db = new DatabaseSync(":memory:");
db.exec("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL); INSERT INTO orders VALUES (1, 'mo')");
if (schema === "new") db.exec(readFileSync("migration.sql", "utf8"));

const queries = {
  old: [
    ["reads an order", () => db.prepare("SELECT customer FROM orders WHERE id = 1").get().customer === "mo"],
    ["writes an order", () => db.prepare("INSERT INTO orders (customer) VALUES ('jo')").run().changes === 1],
  ],
  new: [["reads an order", () => { const { buyer, customer } = db.prepare("SELECT * FROM orders WHERE id = 1").get(); return (buyer ?? customer) === "mo"; }]],
};
const problemOf = (query) => { try { return query() ? null : "another answer"; } catch (error) { return error.message; } };
const cases = queries[app].map(([name, query]) => [name, problemOf(query)]);
const failed = cases.filter(([, problem]) => problem !== null).length;
console.log(\`<testsuite name="\${app} app, \${schema} schema" tests="\${cases.length}" failures="\${failed}">\` +
  cases.map(([name, problem]) => \`<testcase name="\${name}">\${problem === null ? "" : \`<failure message="\${problem}"/>\`}</testcase>\`).join("") +
  "</testsuite>");
process.exitCode = failed;
`;
const compareApi = `console.log('<testsuite name="fields" tests="1" failures="0"><testcase name="nothing was taken away"/></testsuite>');`;

const part = (name: string, ...args: readonly string[]) => ({ part: name, command: [node, ...args], format: "junit" });
const checks = {
  "strategy.compatibility": [
    part("old-app-new-schema", "prove.mjs", "old", "new"),
    part("new-app-old-schema", "prove.mjs", "new", "old"),
    part("api-diff", "-e", compareApi),
  ],
};
const migrated = (change: string) => ({ "before-traffic": { command: [node, "-e", ""], change } });

const serviceWith = async (migration: string): Promise<Service> => {
  const service = await startService({
    process: strategyFirst,
    config: { checks, hooks: migrated("expand-contract") },
  });
  await service.shell.write("prove.mjs", prove);
  await service.shell.write("migration.sql", migration);
  return service;
};

test("R32: a renamed column fails old app on new schema, and neither A1 nor production can be had", async () => {
  await using service = await serviceWith("ALTER TABLE orders RENAME COLUMN customer TO buyer");
  const { shell, id } = service;

  await shell.headgate("run", id);
  const { out } = await shell.headgate("status", id, "--all");

  expect(out).toMatch(/strategy\.compatibility +fail .*old-app-new-schema: no test passed; 2 of the tests failed/);
  expect(out).toMatch(/strategy\.preflight +missing .*first: strategy\.compatibility/);
  const detail = (await shell.headgate("show", id, "strategy.compatibility")).out;
  expect(detail).toContain("no such column: customer");
  expect(await shell.headgate("approve", id, "A1", "--yes", "--as", "ada")).toMatchObject({ exit: 3 });
  const started = await shell.headgate("run", id, "deploy", "--as", "ada");
  expect(started).toMatchObject({ exit: 3, err: expect.stringContaining("strategy") });
  expect((await service.release()).rollouts).toEqual([]);
});

test("R32: an expand-contract migration passes, and the strategy can be approved", async () => {
  await using service = await serviceWith(`
    ALTER TABLE orders ADD COLUMN buyer TEXT;
    UPDATE orders SET buyer = customer;
    CREATE TRIGGER follow AFTER INSERT ON orders BEGIN UPDATE orders SET buyer = new.customer WHERE id = new.id; END;`);
  const { shell, id } = service;

  await shell.headgate("run", id);

  expect((await shell.headgate("status", id, "--all")).out).toMatch(/strategy\.compatibility +pass/);
  expect(await shell.headgate("approve", id, "A1", "--yes", "--as", "ada")).toMatchObject({ exit: 0 });
});

test("R32: an irreversible migration without a restore is refused before anything is opened", async () => {
  await using service = await serviceWith("DROP TABLE orders");
  const { shell } = service;
  const text = await readFile(join(shell.path, "headgate.yaml"), "utf8");
  await shell.write("headgate.yaml", stringify({ ...parse(text), hooks: migrated("irreversible") }));

  const { exit, err } = await shell.headgate("check");

  expect(exit).toBe(5);
  expect(err).toContain("hooks.before-traffic: is irreversible, and nothing restores what it changed; add on-rollback");
});
