import { AppError, catalogue } from "../errors.ts";
import type { Io } from "./io.ts";

/** Prints an error, what happened and then what to do, and gives its exit code. */
export const tell = (error: unknown, json: boolean, io: Pick<Io, "err" | "env">): number => {
  const told = error instanceof AppError ? known(error) : unknown(error);
  io.err(
    json ? `${JSON.stringify({ error: told.answer }, null, 2)}\n` : `${told.answer.message}\n${told.answer.fix}\n`,
  );
  if (io.env.HEADGATE_DEBUG !== undefined && error instanceof Error) io.err(`${error.stack}\n`);
  return told.exit;
};

const known = (error: AppError) => {
  const { code, message, fix, detail } = error;
  return { exit: catalogue[code].exit, answer: { code, message, fix, detail } };
};

/** Not in the catalogue: a fault of ours, and said to be one. */
const unknown = (error: unknown) => ({
  exit: 1,
  answer: {
    code: "UNEXPECTED",
    message: `Headgate failed: ${error instanceof Error ? error.message : String(error)}`,
    fix: "This is a fault of Headgate. Report it with what HEADGATE_DEBUG=1 prints.",
    detail: {},
  },
});
