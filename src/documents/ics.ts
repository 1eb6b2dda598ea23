import type { Instant } from "../domain/units.ts";

/** One entry of a calendar. `id` stays the same when it is exported again, so that a reader replaces it. */
export type IcsEntry = {
  readonly id: string;
  readonly title: string;
  readonly details: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Free time for those who read it, such as a window; else busy. */
  readonly free: boolean;
};

/**
 * A calendar as RFC 5545 writes it, which stock readers import. Moments are in UTC, so that no reader has to know a zone;
 * each shows them in its own.
 *
 * @param made  when it was made
 */
export const icsCalendar = (name: string, entries: readonly IcsEntry[], made: Instant): string =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Headgate//Calendar//EN",
    `X-WR-CALNAME:${escaped(name)}`,
    ...entries.flatMap((entry) => lines(entry, made)),
    "END:VCALENDAR",
    "",
  ]
    .map(folded)
    .join("\r\n");

const lines = ({ id, title, details, from, to, free }: IcsEntry, made: Instant): readonly string[] => [
  "BEGIN:VEVENT",
  `UID:${escaped(id)}@headgate`,
  `DTSTAMP:${utc(made)}`,
  `DTSTART:${utc(from)}`,
  `DTEND:${utc(to)}`,
  `SUMMARY:${escaped(title)}`,
  `DESCRIPTION:${escaped(details)}`,
  `TRANSP:${free ? "TRANSPARENT" : "OPAQUE"}`,
  "END:VEVENT",
];

/** `20261201T220000Z` */
const utc = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, "\\n")
    .replace(/\p{Cc}/gu, " ");

/** At most 75 bytes a line, and no sign is broken in two. */
const folded = (line: string): string => {
  let [out, room] = ["", 75];
  for (const sign of line) {
    const size = new TextEncoder().encode(sign).length;
    if (size > room) {
      out += "\r\n ";
      room = 74;
    }
    out += sign;
    room -= size;
  }
  return out;
};
