import { z } from "zod";
import { asks } from "../config/explain.ts";

const help = "write letters and digits, joined by single dots or hyphens, such as staging.smoke";

/** The id of anything in a process. */
export const id = z
  .string({ error: asks(help) })
  .regex(/^[A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*$/, { error: asks(help) })
  .max(63, { error: "is longer than 63 signs; shorten it" });
