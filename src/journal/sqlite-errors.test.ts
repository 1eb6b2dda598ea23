import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { folder as newFolder } from "../../test/support/folder.ts";
import { translated, translating } from "./sqlite-errors.ts";

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};
const sqliteError = (errcode: number) => Object.assign(new Error("words of SQLite"), { errcode });

test("a file that may only be read cannot be written", async () => {
  await using folder = await newFolder();
  const path = join(folder.path, "a.db");
  new DatabaseSync(path).close();
  using db = new DatabaseSync(path, { readOnly: true });

  const error = thrownBy(() => translating("x", () => db.exec("CREATE TABLE t (a)")));

  expect(error).toMatchObject({ code: "JOURNAL_FULL", message: expect.stringContaining("readonly database") });
});

test.each([
  [13, "JOURNAL_FULL"],
  [778, "JOURNAL_FULL"], // IOERR_WRITE
  [1034, "JOURNAL_FULL"], // IOERR_FSYNC
  [266, "JOURNAL_DAMAGED"], // IOERR_READ
  [522, "JOURNAL_DAMAGED"], // IOERR_SHORT_READ
  [11, "JOURNAL_DAMAGED"],
  [267, "JOURNAL_DAMAGED"], // CORRUPT_VTAB, for any extended form
  [26, "JOURNAL_DAMAGED"],
  [5, "JOURNAL_BUSY"],
  [261, "JOURNAL_BUSY"], // BUSY_RECOVERY
])("result %i means %s", (errcode, code) => {
  expect(translated(sqliteError(errcode), "x")).toMatchObject({ code, cause: { errcode } });
});

test("anything else stays what it is: a bug", () => {
  const constraint = sqliteError(1555);
  expect(translated(constraint, "x")).toBe(constraint);
  expect(translated("text", "x")).toBe("text");
});
