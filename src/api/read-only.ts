import type { z } from "zod";

/** As whoever reads an answer gets it: nobody writes into it. */
export type ReadOnly<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly ReadOnly<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: ReadOnly<T[Key]> }
      : T;

/** What a schema makes of an answer, so that values of the core, which nobody writes into either, fit it. */
export type Told<Schema extends z.ZodType> = ReadOnly<z.output<Schema>>;

export const told = <Schema extends z.ZodType>(schema: Schema): z.ZodType<Told<Schema>> =>
  schema as unknown as z.ZodType<Told<Schema>>;
