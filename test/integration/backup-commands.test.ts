import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkText } from "../support/check-text.ts";
import { hasPostgres, postgres, sql } from "../support/postgres.ts";
import { startService } from "../support/service.ts";
import { deployRollout, processText, stageText } from "../support/service-process.ts";

const checklist = processText([
  stageText("checklist", [], [checkText("checklist.parity"), checkText("checklist.backups")]),
  stageText("production", ["checklist"], [deployRollout]),
]);

describe.skipIf(!hasPostgres)("backups by the command line, on PostgreSQL (apt install postgresql)", () => {
  test("R40, R43: the guide, step by step: a red checklist turns green for real reasons", {
    timeout: 120_000,
  }, async () => {
    await using server = await postgres(["fsync = off"]);
    const { url } = await server.database();
    await sql(url, "CREATE TABLE orders (id int PRIMARY KEY, note text); CREATE TABLE schema_migrations (version int)");
    await sql(
      url,
      "INSERT INTO orders SELECT n, 'x' FROM generate_series(1, 300) AS n; INSERT INTO schema_migrations VALUES (7)",
    );
    process.env.GUIDE_DATABASE = url;
    const backups = {
      stores: [
        {
          name: "orders",
          kind: "postgres",
          dump: "backups/orders-*.dump",
          production: "$GUIDE_DATABASE",
          scratch: "$GUIDE_SCRATCH",
          schema: "SELECT max(version) FROM schema_migrations",
        },
      ],
    };
    try {
      await using service = await startService({ process: checklist, config: { backups }, adopted: [] });
      const { headgate, path } = service.shell;
      const stateOf = async (id: string) => {
        await headgate("run", service.id, id, "--as", "ada");
        const { view } = await service.engine.status(service.id);
        const one = view.requirements.find((requirement) => requirement.id === id);
        return `${one?.state}: ${one?.reason}`;
      };
      // Red: there is no backup yet, and no server to restore it to.
      expect(await stateOf("checklist.backups")).toContain("error: backups could not look: there is no backup");
      await mkdir(join(path, "backups"));
      const made = await headgate("back-up", "orders", "backups/orders-1.dump", "--as", "ada");
      expect(made).toMatchObject({ exit: 0, out: "backups/orders-1.dump: 301 rows of 2 tables, schema 7\n" });
      expect(await stateOf("checklist.backups")).toContain("PostgreSQL at $GUIDE_SCRATCH could not look");
      process.env.GUIDE_SCRATCH = url;

      const drilled = await headgate("drill-backup", "--as", "ada");
      expect(drilled.exit).toBe(0);
      expect(drilled.out).toMatch(
        /^orders from backups\/orders-1\.dump: 301 rows came back in [\d.]+ s, compared with its own list/,
      );
      expect(await stateOf("checklist.backups")).toBe("pass: ");
      const { evidence } = await service.release();
      expect(evidence["checklist.backups"]?.report?.texts.drillRunner).toBe("ada");
      expect(await stateOf("checklist.parity")).toBe("pass: ");

      const dump = join(path, "backups/orders-1.dump");
      await writeFile(dump, (await readFile(dump)).subarray(0, 900));
      const torn = await headgate("drill-backup", "orders", "--as", "ada");
      expect(torn).toMatchObject({
        exit: 3,
        out: expect.stringContaining("failed\n  backups/orders-1.dump has changed"),
      });
      expect(await stateOf("checklist.backups")).toContain("fail: the restore drill brought back no data");

      expect((await headgate("drill-backup", "--as", "bot")).err).toContain("is an agent");
      expect((await headgate("drill-backup", "books", "--as", "ada")).err).toContain("There is no store books.");
      expect((await headgate("verify", ".")).exit).toBe(0);
      for (const { out, err } of [made, drilled, torn]) expect(out + err).not.toContain("s3cret");
    } finally {
      delete process.env.GUIDE_DATABASE;
      delete process.env.GUIDE_SCRATCH;
    }
  });
});
