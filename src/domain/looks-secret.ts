import { secretForms } from "./secret-forms.ts";

/** Long, and of capitals, small letters and digits all mixed: nobody names a version or a flag like that. */
const looksRandom = (text: string): boolean =>
  (text.match(/[A-Za-z0-9+/_=-]{32,}/g) ?? []).some(
    (word) => /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word),
  );

/** Whether a text looks like a password, key or token. It guesses: digests and versions are none, whatever their length. */
export const looksSecret = (text: string): boolean =>
  secretForms.some(([form]) => text.search(form) >= 0) || looksRandom(text);
