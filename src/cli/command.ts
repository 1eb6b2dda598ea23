import type { Context } from "./context.ts";
import type { Reader } from "./reader.ts";

/** One argument by its place. It may be left out exactly if its schema takes `undefined`. */
export type Argument<T = unknown> = { readonly schema: Reader<T>; readonly about: string };

/** `value` is what help calls it, such as `DIR`; null for a flag, which takes none. `many`: may be given repeatedly. */
export type Option<T = unknown> = {
  readonly schema: Reader<T>;
  readonly value: string | null;
  readonly many: boolean;
  readonly about: string;
};

type Given<Parts extends Readonly<Record<string, { readonly schema: Reader }>>> = {
  readonly [Key in keyof Parts]: Parts[Key]["schema"] extends Reader<infer T> ? T : never;
};

/** A command as the runner sees it, whatever it takes. */
export type Command = {
  readonly name: string;
  readonly summary: string;
  /** By name, in the order in which they are typed. */
  readonly args: Readonly<Record<string, Argument>>;
  /** By name in camelCase; typed `--kebab-case`. */
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly (readonly [typed: string, does: string])[];
  /** @returns the exit code; what goes wrong is thrown as an AppError, whose catalogue entry has the code */
  readonly run: (given: Readonly<Record<string, unknown>>, context: Context) => Promise<number>;
};

/** Checks the types of a command: `run` gets what the schemas of its arguments and options make of the words. */
export const command = <Args extends Command["args"], Options extends Command["options"]>(
  spec: Omit<Command, "args" | "options" | "run"> & {
    readonly args: Args;
    readonly options: Options;
    readonly run: (given: Given<Args> & Given<Options>, context: Context) => Promise<number>;
  },
): Command =>
  // `parse.ts` puts every word through the schema of its name, so the shape is the one that `run` asks for.
  ({ ...spec, run: (given, context) => spec.run(given as Given<Args> & Given<Options>, context) });

export const argument = <T>(schema: Reader<T>, about: string): Argument<T> => ({ schema, about });

export const option = <T>(schema: Reader<T>, value: string, about: string): Option<T> => ({
  schema,
  value,
  many: false,
  about,
});

/** May be given several times; none is an empty list. */
export const options = (value: string, about: string): Option<readonly string[]> => ({
  schema: { safeParse: (words) => ({ success: true, data: (words ?? []) as readonly string[] }) },
  value,
  many: true,
  about,
});

export const flag = (about: string): Option<boolean> => ({
  schema: { safeParse: (given) => ({ success: true, data: given === true }) },
  value: null,
  many: false,
  about,
});
