import { z } from "zod";
import { asks } from "./explain.ts";
import { meant } from "./nearest.ts";

/** An object that refuses keys it does not know, each with the name that was probably meant. */
export const strict = <const Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => `unknown key; ${meant(key, Object.keys(shape), "keys")}`).join("\n")
        : undefined,
  });

const nameHelp = "write a name of small letters, digits and single hyphens, such as payment-api";

/** The id of a person, a service, an audience … */
export const name = z
  .string({ error: asks(nameHelp) })
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, { error: asks(nameHelp) })
  .max(63, { error: "is longer than 63 signs; shorten it" });

export const text = z.string().min(1, { error: "is empty; write something" });

export const texts = z.array(text);

/** What people write where a text is meant: `3`, `true`. */
export const scalar = z
  .union([z.string(), z.number(), z.boolean()], { error: asks("write a text or a number") })
  .transform(String);

/** A program and its arguments. It is started without a shell, so that nothing needs quoting. */
export const command = z
  .array(scalar, {
    error: ({ input }) =>
      typeof input === "string" ? `is one text; write a list: [${input.split(/\s+/).join(", ")}]` : undefined,
  })
  .min(1, { error: "is empty; write the program and its arguments, such as [npm, test]" });

const shareHelp = "write a share of 1 such as 0.01, or a percentage such as 1%";

/** `1%` or `0.01` → 0.01; more than nothing and less than all, so that a bare `1` is not taken for a percentage. */
export const share = z
  .union([z.string().regex(/^\d+(?:\.\d+)?%$/, { error: asks(shareHelp) }), z.number()], { error: asks(shareHelp) })
  .transform((given) => (typeof given === "number" ? given : Number.parseFloat(given) / 100))
  .refine((fraction) => fraction > 0 && fraction < 1, {
    error: ({ input }) => `comes to ${String(input)}; write more than 0 and less than 1, such as 0.01 or 1%`,
  });

export const wholeFrom = (least: number) => z.int().min(least);
