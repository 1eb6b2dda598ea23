import type { Cohort } from "../../../domain/rollout/step.ts";

/**
 * Tells which requests carry the mark of a cohort. A header's name is compared without case, as HTTP has it; everything
 * else exactly. A request may carry the header, or the cookie, more than once: one match is enough.
 *
 * @returns asks the raw headers of a request: name, value, name, value … as node gives them
 */
export const carries = ({ by, name, value }: Cohort): ((raw: readonly string[]) => boolean) => {
  const header = by === "cookie" ? "cookie" : name.toLowerCase();
  const matches = by === "cookie" ? (sent: string) => hasCookie(sent, name, value) : (sent: string) => sent === value;
  return (raw) => {
    for (let i = 0; i < raw.length; i += 2)
      if (raw[i]!.length === header.length && raw[i]!.toLowerCase() === header && matches(raw[i + 1]!)) return true;
    return false;
  };
};

/** Pairs are parted by semicolons, and a value may stand in quotes (RFC 6265 section 4.1.1). It is not decoded. */
const hasCookie = (sent: string, name: string, value: string): boolean =>
  sent.split(";").some((pair) => {
    const equals = pair.indexOf("=");
    if (equals < 0 || pair.slice(0, equals).trim() !== name) return false;
    const given = pair.slice(equals + 1).trim();
    return (/^"(.*)"$/.exec(given)?.[1] ?? given) === value;
  });
