/** What looks like a secret in text that others wrote: output of commands, log lines, answers of services. */
const secrets: readonly (readonly [form: RegExp, kept: string])[] = [
  [
    /\b((?:[\w-]*(?:password|passwd|secret|token|api[_-]?key|credential)[\w-]*)["']?\s*[=:]\s*["']?)[^\s"',;}]+/gi,
    "$1[hidden]",
  ],
  [/\b(authorization["']?\s*[=:]\s*["']?(?:bearer|basic)?\s*)[^\s"',;}]+/gi, "$1[hidden]"],
  [/\b(bearer\s+)[\w.~+/-]{8,}=*/gi, "$1[hidden]"],
  [/(:\/\/[^\s/:@]+:)[^\s/@]+@/g, "$1[hidden]@"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, "[hidden private key]"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, "[hidden]"],
];

/** The same text without what looks like a secret. It guesses: the safe way is never to print one. */
export const redact = (text: string): string => secrets.reduce((rest, [form, kept]) => rest.replace(form, kept), text);
