import { z } from "zod";
import { asks } from "./explain.ts";

/** Address of something that answers HTTP. Never with a password: this file is kept with each release. */
export const webAddress = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: asks(`write its address, such as ${example}`) })
    .refine((given) => !/^[^/]*\/\/[^/?#]*@/.test(given), {
      error: "has a name or password in it, and this file is kept with each release; write authorization: $NAME",
    });

const variableHelp = "write $NAME, and set that variable where headgate runs to the whole header, such as Bearer abc";

/** Name of the variable that holds the value of an `authorization` header. */
export const authorization = z
  .string({ error: "is no text; write $NAME for a variable" })
  // What was written is not repeated: it may be the secret itself.
  .regex(/^\$[A-Za-z_]\w*$/, { error: `is no variable; ${variableHelp}` })
  .nullable()
  .default(null)
  .describe("Variable with the header that lets Headgate in: $NAME.");
