import { DatabaseError } from "pg";
import { AppError } from "../errors.ts";

/** SQLSTATEs that pass by themselves, by their first signs: what was asked may or may not have been done. */
const passing = [
  "08", // connection lost
  "57P", // shut down, crashed, or starting
  "57014", // took longer than a statement may
  "53200", // out of memory
  "53300", // too many connections
  "55P03", // waited too long for a lock
  "40", // deadlock, or could not be put in order with another transaction
  "25006", // a standby, until it is promoted
  "25P03", // idle for too long within a transaction
];

/** Whether another try may go well. What is no answer of PostgreSQL's is a broken connection, unless it is a bug. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof DatabaseError) return passing.some((signs) => error.code?.startsWith(signs));
  return error instanceof Error && !isBug(error) && !isDistrust(error);
};

const isBug = (error: Error): boolean => error instanceof TypeError || error instanceof RangeError;

/** TLS could not be agreed on, which no second try changes. */
const isDistrust = (error: Error): boolean =>
  /does not support SSL|certificate|altname|SSL routines/i.test(
    `${error.message} ${"code" in error ? error.code : ""}`,
  );

/**
 * What came of a statement, as the error of the catalogue; a bug comes back as it was.
 * @param where  host, port and database
 * @param what   stream or other thing that the statement was about
 */
export const translated = (error: unknown, where: string, what: string): unknown => {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  if (error instanceof DatabaseError) return fromDatabase(error, where, what);
  return isBug(error) ? error : unreachable(error, where);
};

const fromDatabase = (error: DatabaseError, where: string, what: string): unknown => {
  const [code, problem] = [error.code ?? "", plain(error)];
  const because = { cause: error };
  if (isPassing(error)) return unreachable(error, where);
  if (isDamage(code, problem)) return new AppError("JOURNAL_DAMAGED", { where: what, stream: what, problem }, because);
  if (/^(53|54|58030)/.test(code)) return new AppError("JOURNAL_FULL", { problem: `${where}: ${problem}` }, because);
  if (/^(28|3D|42501)/.test(code))
    return new AppError("USAGE", { problem: `PostgreSQL at ${where} says no: ${problem}.`, fix: fixOf(code) }, because);
  return error;
};

/**
 * Bad pages and files, tables that are gone, and an entry where the head says that there is none.
 * @source https://www.postgresql.org/docs/15/errcodes-appendix.html
 */
const isDamage = (code: string, problem: string): boolean =>
  /^(XX001|XX002|58P01|42P01|42703|3F000|23505)/.test(code) || (code === "58030" && /\bread\b/.test(problem));

const fixOf = (code: string): string => {
  if (code.startsWith("28")) return "Check the user and the password of its url, and pg_hba.conf.";
  if (code.startsWith("3D")) return "Make the database: createdb, or check its url.";
  return "Let this user create a schema in the database, or see docs/postgresql.md for what to grant.";
};

const unreachable = (error: Error, where: string): AppError => {
  const fix = isDistrust(error)
    ? "Check sslmode and sslrootcert of its url; sslmode=disable only where nobody else can listen."
    : "Check that it runs and can be reached, then try again; everything acknowledged so far is safe.";
  return new AppError("JOURNAL_UNREACHABLE", { where, problem: plain(error), fix }, { cause: error });
};

/** One line without its full stop. Several addresses of one name fail as one error without words of its own. */
const plain = (error: Error): string => {
  const said = error instanceof AggregateError ? error.errors.map((one) => one.message).join(", ") : error.message;
  return (said || error.name).replace(/\s+/g, " ").replace(/\.$/, "");
};
