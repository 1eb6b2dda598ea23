const forms: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /:\/\/[^\s/:@]+:[^\s/@]+@/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\b(?:gh[pousr]|github_pat|glpat|xox[abprs]|sk|pk|rk)[_-][\w-]{16,}/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/,
  /(?:password|passwd|secret|token|api[_-]?key|credential)["']?\s*[=:]\s*["']?\S/i,
];

/** Long, and of capitals, small letters and digits all mixed: nobody names a version or a flag like that. */
const looksRandom = (text: string): boolean =>
  (text.match(/[A-Za-z0-9+/_=-]{32,}/g) ?? []).some(
    (word) => /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word),
  );

/** Whether a text looks like a password, key or token. It guesses: digests and versions are none, whatever their length. */
export const looksSecret = (text: string): boolean => forms.some((form) => form.test(text)) || looksRandom(text);
