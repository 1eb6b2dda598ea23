import { z } from "zod";
import { database } from "./database.ts";
import { asks } from "./explain.ts";
import { text } from "./values.ts";

/** Keys that several kinds of probes have. */

export const path = z.string().startsWith("/", { error: asks("write a path that begins with /, such as /cart") });

/** Kept with each release, and printed: no place for a password. */
export const address = z
  .url({ protocol: /^https?$/, error: asks("write an address, such as https://shop.example") })
  .refine((given) => !/^\w+:\/\/[^/?#]*@/.test(given), {
    error: "has a name or a password in it; send a header instead",
  });

export const get = path.nullable().default(null).describe("A path on the service, through the environment's router.");
export const url = address.nullable().default(null).describe("An address, where it is not the service's own.");
export const file = text.nullable().default(null).describe("A file; relative to headgate.yaml.");

const secretHeader = /authorization|cookie|token|secret|password|api-?key/i;

export const send = z
  .record(z.string().regex(/^[\w-]+$/, { error: asks("write a header's name, such as accept") }), text)
  .default({})
  .superRefine((sent, context) => {
    for (const [name, value] of Object.entries(sent))
      if (secretHeader.test(name) && !/\$[A-Za-z_]/.test(value))
        context.addIssue({
          code: "custom",
          path: [name],
          message: "is a secret by its name; write $NAME for a variable and set it where headgate runs",
        });
  })
  .describe("Headers to send; $NAME in a value stands for a variable.");

export const place = database.unwrap();

type Given = Readonly<Record<string, unknown>>;

/** Exactly one of these keys. */
export function oneOf(context: z.RefinementCtx, given: Given, keys: readonly string[]): void {
  if (keys.every((key) => given[key] === null))
    context.addIssue({ code: "custom", message: `is not whole; write ${keys.join(" or ")}` });
  atMostOne(context, given, keys);
}

export function atMostOne(context: z.RefinementCtx, given: Given, keys: readonly string[]): void {
  const [, second] = keys.filter((key) => given[key] !== null);
  if (second !== undefined)
    context.addIssue({ code: "custom", path: [second], message: `is too much; write one of ${keys.join(", ")}` });
}
