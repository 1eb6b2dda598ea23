import { z } from "zod";
import { asks } from "../config/explain.ts";
import { strict } from "../config/values.ts";
import type { Duty } from "../domain/process/process.ts";
import { id } from "./id.ts";

const notSigner = strict({ "not-signer-of": id.describe("The other approval, whose signer may not sign this one.") });

/** `not: author` or `not-signer-of: A1`. */
export const duty = z
  .union([strict({ not: z.enum(["author", "executor", "drill-runner"]) }), notSigner], {
    error: asks("write { not: author } or { not-signer-of: <approval> }"),
  })
  .transform((given): Duty => ("not" in given ? given : { notSignerOf: given["not-signer-of"] }));
