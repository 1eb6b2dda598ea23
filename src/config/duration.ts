import { z } from "zod";
import { durationForm, parseDuration } from "./duration-text.ts";
import { asks } from "./explain.ts";

const help = 'write a whole number with its unit, such as "90s", "5m", "1h", "2h30m" or "14d"';

/** A length of time as people write it → ms. A bare number is refused, for nobody can tell its unit. */
export const duration = z
  .string({ error: asks(help) })
  .regex(durationForm, { error: asks(help) })
  .transform((text) => parseDuration(text) ?? z.NEVER);

/** A length of time that cannot be nothing. */
export const someDuration = duration.refine((length) => length > 0, { error: "is no time at all; write more than 0s" });
