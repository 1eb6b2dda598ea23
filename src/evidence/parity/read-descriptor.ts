import { z } from "zod";
import { looksSecret } from "../../domain/looks-secret.ts";
import type { Descriptor } from "../../domain/parity/descriptor.ts";
import { amountField, countField, wordsField } from "../fields.ts";
import { checked, parseJson } from "../json.ts";
import { Unreadable, unreadable } from "../unreadable.ts";

const units = { KiB: 1_024, MiB: 1_024 ** 2, GiB: 1_024 ** 3, TiB: 1_024 ** 4 } as const;
const size = /^(\d+(?:\.\d+)?) ?([KMGT]iB)$/;

/** Bytes, or `512 MiB`. */
const memoryField = z.union([
  amountField,
  z
    .string()
    .regex(size, { error: 'write bytes, or a size such as "512 MiB"' })
    .transform((text) => {
      const [, amount = "", unit = "MiB"] = size.exec(text) ?? [];
      return Number(amount) * units[unit as keyof typeof units];
    }),
]);

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const byName = z.record(wordsField, scalar);
const keyName = z.string().regex(/^[\w.:/-]+$/, { error: "config lists the names of keys, and never their values" });

const shape = z.strictObject({
  instances: z
    .strictObject({ count: countField.optional(), cpu: amountField.optional(), memory: memoryField.optional() })
    .nullable()
    .default(null),
  runtime: byName.nullable().default(null),
  dependencies: byName.nullable().default(null),
  config: z.array(keyName).nullable().default(null),
  flags: byName.nullable().default(null),
  schema: scalar.nullable().default(null),
  data: z
    .strictObject({ tables: z.record(wordsField, countField) })
    .nullable()
    .default(null),
});

export type DescriptorReading =
  | { readonly ok: true; readonly descriptor: Descriptor }
  | { readonly ok: false; readonly problem: string };

/**
 * A descriptor of an environment, as docs/parity.md describes it; every part is optional, and one of them must be there.
 * One that holds what looks like a secret is refused: what is compared is kept for years, and shown to auditors.
 *
 * @param bytes  JSON in UTF-8
 */
export const readDescriptor = (bytes: Uint8Array): DescriptorReading => {
  try {
    return { ok: true, descriptor: parsed(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch (cause) {
    return { ok: false, problem: cause instanceof Unreadable ? cause.message : "it is not UTF-8 text" };
  }
};

const parsed = (text: string): Descriptor => {
  const found: Descriptor = checked(shape, parseJson(text));
  const secret = textsOf(found, "").find(([, value]) => looksSecret(value));
  if (secret !== undefined)
    unreadable(`${secret[0]} holds what looks like a secret; a descriptor has names and versions, never values`);
  if (Object.values(found).every((part) => part === null)) unreadable("it describes nothing");
  return found;
};

/** Every text in it by its place: a key is not told as a place, for the secret may be the key. */
const textsOf = (value: unknown, path: string): readonly (readonly [path: string, text: string])[] => {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [path === "" ? "it" : path, key] as const,
    ...textsOf(inner, looksSecret(key) || Array.isArray(value) ? path : path === "" ? key : `${path}.${key}`),
  ]);
};
