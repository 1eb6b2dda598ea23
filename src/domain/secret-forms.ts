/**
 * What a password, key or token looks like in text that others wrote, and what may stay of it when it is hidden. One list
 * for those that hide and those that refuse: what one knows the other may not let through.
 */
export const secretForms: readonly (readonly [form: RegExp, kept: string])[] = [
  [
    /\b((?:[\w-]*(?:password|passwd|secret|token|api[_-]?key|credential)[\w-]*)["']?\s*[=:]\s*["']?)[^\s"',;}]+/gi,
    "$1[hidden]",
  ],
  [/\b(authorization["']?\s*[=:]\s*["']?(?:bearer|basic)?\s*)[^\s"',;}]+/gi, "$1[hidden]"],
  [/\b(bearer\s+)[\w.~+/-]{8,}=*/gi, "$1[hidden]"],
  [/(:\/\/[^\s/:@]+:)[^\s/@]+@/g, "$1[hidden]@"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, "[hidden private key]"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, "[hidden]"],
  [/\b(?:gh[pousr]|github_pat|glpat|xox[abprs]|sk|pk|rk)[_-][\w-]{16,}/g, "[hidden]"],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, "[hidden]"],
];
