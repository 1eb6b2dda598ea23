import { z } from "zod";
import { asks } from "../config/explain.ts";
import { strict } from "../config/values.ts";
import type { Duty } from "../domain/process/duty.ts";
import { id } from "./id.ts";

const notSigner = strict({ "not-signer-of": id.describe("The other approval, whose signer may not sign this one.") });
const notWriter = strict({ "not-writer-of": id.describe("Who filed it, or signed or handed in its report, may not.") });
const notSoleWriter = strict({
  "not-sole-writer-of": z.array(id).min(1).describe("Who wrote all of these alone may not."),
});

/** `not: author`, `not-signer-of: A1`, `not-writer-of: …` or `not-sole-writer-of: […]`. */
export const duty = z
  .union(
    [
      strict({ not: z.enum(["author", "sole-author", "executor", "drill-runner"]) }),
      notSigner,
      notWriter,
      notSoleWriter,
    ],
    { error: asks("write { not: author }, or { not-signer-of: <approval> }") },
  )
  .transform((given): Duty => {
    if ("not" in given) return given;
    if ("not-signer-of" in given) return { notSignerOf: given["not-signer-of"] };
    if ("not-writer-of" in given) return { notWriterOf: given["not-writer-of"] };
    return { notSoleWriterOf: given["not-sole-writer-of"] };
  });
