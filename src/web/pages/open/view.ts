/** Addresses as people write them: by commas, blanks or lines. */
export const authorsOf = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((one) => one !== "");

/** A moment of a form in UTC; null where none was given. */
export const momentOf = (text: string): number | null => (text === "" ? null : Date.parse(`${text}Z`));
