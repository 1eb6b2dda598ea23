/** Addresses as people write them: by commas, blanks or lines. */
export const wordsOf = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((one) => one !== "");

/** A moment of a form in UTC; null where none was given. */
export const momentOf = (text: string): number | null => (text === "" ? null : Date.parse(`${text}Z`));

type Fix = { readonly cause: string; readonly link: string; readonly files: string[] | null };
type Given = Readonly<Partial<Record<"cause" | "link" | "files", string>>>;

/** What mends a failed attempt; null where nothing is said of it. Files that nobody names are not known, and not none. */
export const fixOf = ({ cause = "", link = "", files = "" }: Given): Fix | null => {
  const named = files
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (cause.trim() === "" && link.trim() === "") return null;
  return { cause, link, files: named.length === 0 ? null : named };
};
