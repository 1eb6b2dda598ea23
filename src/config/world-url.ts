import { z } from "zod";
import { asks } from "./explain.ts";

const help = "write $NAME for a variable that holds the url; a url in this file would be kept with each release";

/** A database of the service: `$NAME` of a variable that holds `postgresql://user:password@host:5432/name`. */
export const databaseVariable = z.string({ error: () => `is missing; ${help}` }).regex(/^\$[A-Za-z_]\w*$/, {
  // What stands there is not repeated: it may be a password.
  error: () => `is no variable; ${help}`,
});

/** A query of the service's own that answers one value, such as its schema version. */
export const oneValueQuery = z
  .string({ error: asks("write a query, such as SELECT max(version) FROM schema_migrations") })
  .regex(/^\s*(?:select|with)\b[^;]*$/i, {
    error: asks("write one query that begins with SELECT, without a semicolon"),
  });
