/**
 * Makes a value of a word that was typed, or of `undefined` where none was. A schema of zod is one too; those below
 * exist because loading zod takes longer than all else that `headgate status` does.
 */
export type Reader<T = unknown> = { safeParse(word: unknown): Reading<T> };

type Reading<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: { readonly issues: readonly { readonly message: string }[] } };

const refused = (message: string): Reading<never> => ({ success: false, error: { issues: [{ message }] } });

/** @param read  null for a word that it cannot read */
export const reader = <T>(read: (word: string) => T | null, message: string): Reader<T> => ({
  safeParse: (word) => {
    const data = typeof word === "string" ? read(word) : null;
    return data === null ? refused(message) : { success: true, data };
  },
});

export const optional = <T>({ safeParse }: Reader<T>): Reader<T | undefined> => ({
  safeParse: (word) => (word === undefined ? { success: true, data: undefined } : safeParse(word)),
});

export const orElse = <T>({ safeParse }: Reader<T>, otherwise: T): Reader<T> => ({
  safeParse: (word) => (word === undefined ? { success: true, data: otherwise } : safeParse(word)),
});

export const anyText: Reader<string> = reader((word) => word, "is missing");
export const word: Reader<string> = reader((text) => (text === "" ? null : text), "is empty");

export const oneOf = <const T extends string>(words: readonly T[], message: string): Reader<T> =>
  reader((given) => words.find((known) => known === given) ?? null, message);

/** A whole number, `least` or more and at most `most`. */
export const whole = (least: number, most: number = Number.MAX_SAFE_INTEGER): Reader<number> =>
  reader(
    (text) => {
      const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
      return number >= least && number <= most ? number : null;
    },
    most === Number.MAX_SAFE_INTEGER
      ? `write a whole number, ${least} or more`
      : `write a whole number from ${least} to ${most}`,
  );
