import { AppError, type ErrorCode } from "../errors.ts";

/**
 * SQLite's result codes that users meet, extended before primary. A failed read of the file is damage; a failed write,
 * lock or mapping is a disk that cannot take it.
 * @source https://www.sqlite.org/rescode.html
 */
const meanings: ReadonlyMap<number, ErrorCode> = new Map([
  [266, "JOURNAL_DAMAGED"], // IOERR_READ
  [522, "JOURNAL_DAMAGED"], // IOERR_SHORT_READ
  [8458, "JOURNAL_DAMAGED"], // IOERR_CORRUPTFS
  [5, "JOURNAL_BUSY"], // BUSY
  [8, "JOURNAL_FULL"], // READONLY
  [10, "JOURNAL_FULL"], // IOERR
  [11, "JOURNAL_DAMAGED"], // CORRUPT
  [13, "JOURNAL_FULL"], // FULL
  [14, "JOURNAL_FULL"], // CANTOPEN
  [26, "JOURNAL_DAMAGED"], // NOTADB
]);

/** CONSTRAINT_TRIGGER: the only triggers are those of a journal that was moved away. */
const movedAway = 1811;

/** What SQLite threw, as the error of the catalogue; anything else is a bug and comes back as it was. */
export const translated = (error: unknown, where: string): unknown => {
  if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) return error;
  if (error.errcode === movedAway)
    return new AppError(
      "USAGE",
      { problem: `${error.message}.`, fix: "Set HEADGATE_DATABASE_URL, or database: in headgate.yaml." },
      { cause: error },
    );
  const code = meanings.get(error.errcode) ?? meanings.get(error.errcode & 0xff);
  return code === undefined ? error : new AppError(code, { where, problem: error.message }, { cause: error });
};

/** Runs `act`; what SQLite throws inside becomes an `AppError`. */
export const translating = <Result>(where: string, act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    throw translated(error, where);
  }
};
