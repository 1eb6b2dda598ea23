import { secretForms } from "./secret-forms.ts";

/** Long, and of capitals, small letters and digits all mixed: nobody names a version or a flag like that. */
const looksRandom = (text: string): boolean =>
  (text.match(/[A-Za-z0-9+/_=-]{32,}/g) ?? []).some((word) =>
    isPath(word) ? word.split("/").some((name) => name.length >= 16 && isMixed(name)) : isMixed(word),
  );

const isMixed = (word: string): boolean => /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);

/** Of a path only a name in it can be one: /srv/shopA/releases/node-26/bin mixes as well. Base64 has a slash in 64 signs. */
const isPath = (word: string): boolean => word.startsWith("/") || word.split("/").length > 3;

/** Whether a text looks like a password, key or token. It guesses: digests and versions are none, whatever their length. */
export const looksSecret = (text: string): boolean =>
  secretForms.some(([form]) => text.search(form) >= 0) || looksRandom(text);
