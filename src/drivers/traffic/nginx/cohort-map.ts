import type { Cohort } from "../../../domain/rollout/step.ts";

/**
 * Requests of the cohort go to its side, all others are split. By patterns, because nginx compares plain values of a
 * `map` without regard to case, and because `$cookie_…` cannot name a cookie with a hyphen.
 */
export const cohortMap = (prefix: string, { by, name, value }: Cohort): string => {
  const [source, pattern] =
    by === "header"
      ? [`$http_${name.toLowerCase().replaceAll("-", "_")}`, `^${literal(value)}$`]
      : ["$http_cookie", `(?:^|;)${blank}${literal(name)}${blank}=${blank}${quoted(literal(value))}${blank}(?:;|$)`];
  return `map ${source} $${prefix}_side {\n  default ${prefix}_split;\n  "~${pattern}" ${prefix}_cohort;\n}`;
};

const blank = "[ \\t]*";
/** A cookie's value may stand in quotes (RFC 6265 section 4.1.1). */
const quoted = (pattern: string): string => `(?:${pattern}|\\x22${pattern}\\x22)`;

/** Every byte that is no letter or digit by its number: nothing in it means anything to nginx or to its patterns. */
const literal = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(sign) ? sign : `\\x${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
