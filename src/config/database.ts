import { z } from "zod";
import { type Reading, readDocument } from "./read-document.ts";

const variable = String.raw`\$[A-Za-z_]\w*`;
const server = String.raw`(?:\[[\da-fA-F:.]+\]|[^:@/?#]*)(?::\d+)?`;
const parameter = "(?:host|port|sslmode|sslrootcert|sslcert|sslkey)=[^@#&]*";

/** The url has no place for a password: none after the user, no other `@`, and no parameter of another name. */
const url = `postgres(?:ql)?://(?:[^:@/?#]*@)?${server}/[^@?#/]+(?:\\?${parameter}(?:&${parameter})*)?`;
const form = new RegExp(`^(?:${variable}|${url})$`);

const hasPassword = /^postgres(?:ql)?:\/\/[^/?#]*:[^@]*@|[?&]password=/;

/** Neither repeats what stands there: it may be a password. */
const ask = ({ input }: { readonly input?: unknown }): string =>
  typeof input === "string" && hasPassword.test(input)
    ? "has a password in it, and this file is kept with each release; write $NAME and set that variable where headgate runs, or leave the password to PGPASSWORD or ~/.pgpass"
    : "is no address of PostgreSQL; write $NAME for a variable, or postgresql://user@host:5432/database without a password";

export const database = z
  .string({ error: ask })
  .regex(form, { error: ask })
  .optional()
  .describe("PostgreSQL for the journal: $NAME for a variable, or a url without a password.");

/**
 * The one key `database` of a `headgate.yaml`, whatever is wrong with the rest: that keeps nobody from looking into a
 * journal.
 *
 * @param file  its name as problems shall print it; nothing is opened
 */
export const readDatabase = (file: string, text: string): Reading<string | undefined> => {
  const read = readDocument(file, text, z.looseObject({ database }));
  return read.ok ? { ok: true, value: read.value.database } : read;
};
