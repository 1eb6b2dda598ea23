import { type Instant, instant } from "../domain/units.ts";
import type { WrittenShift } from "./on-call.ts";
import type { Problem, Reading } from "./read-document.ts";

type Line = { readonly at: number; readonly name: string; readonly zone: string | null; readonly value: string };
type Event = { readonly at: number; readonly lines: readonly Line[] };

/**
 * Shifts out of an iCalendar file (RFC 5545), one for each event: who is its first attendee, else its summary. Events
 * that repeat are refused, for a roster is exported with every shift written out; so are times without a zone.
 */
export const readCalendar = (file: string, text: string): Reading<readonly WrittenShift[]> => {
  const problems: Problem[] = [];
  const wrong = (line: number, what: string, fix: string): null => {
    problems.push({ file, line, path: "", what, fix });
    return null;
  };
  const shifts = eventsOf(text)
    .filter(({ lines }) => propertyOf(lines, "STATUS")?.value.toUpperCase() !== "CANCELLED")
    .flatMap((event) => shiftOf(event, wrong) ?? []);
  return problems.length === 0 ? { ok: true, value: shifts } : { ok: false, problems };
};

type Wrong = (line: number, what: string, fix: string) => null;

const shiftOf = ({ at, lines }: Event, wrong: Wrong): WrittenShift | null => {
  const repeats = lines.find(({ name }) => name === "RRULE" || name === "RDATE");
  if (repeats !== undefined)
    return wrong(repeats.at, "an event that repeats", "export the roster with every shift written out");
  const person = personOf(lines);
  if (person === null) return wrong(at, "an event without an attendee or a summary", "say who is on call");
  const [from, to] = ["DTSTART", "DTEND"].map((name) => momentOf(name, at, propertyOf(lines, name), wrong));
  if (from == null || to == null) return null;
  return from < to ? { person, from, to } : wrong(at, "an event that ends before it begins", "mend its times");
};

/** Long lines are folded: what goes on begins with a space. */
const eventsOf = (text: string): readonly Event[] => {
  const events: { at: number; lines: Line[] }[] = [];
  let depth = 0;
  for (const line of unfolded(text)) {
    if (line.name === "BEGIN") depth = line.value.toUpperCase() === "VEVENT" ? 1 : depth === 0 ? 0 : depth + 1;
    if (line.name === "BEGIN" && depth === 1) events.push({ at: line.at, lines: [] });
    // What is nested in an event, such as a reminder, says nothing about it.
    else if (depth === 1) events.at(-1)?.lines.push(line);
    if (line.name === "END" && depth > 0) depth--;
  }
  return events;
};

const unfolded = (text: string): readonly Line[] => {
  const whole: { at: number; text: string }[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const before = whole.at(-1);
    if (/^[ \t]/.test(line) && before !== undefined) before.text += line.slice(1);
    else whole.push({ at: i + 1, text: line });
  }
  return whole.flatMap(({ at, text: line }) => {
    const parts = /^([A-Za-z-]+)((?:;[^:;"]+(?:"[^"]*")?)*):(.*)$/s.exec(line);
    if (parts === null) return [];
    const [, name = "", parameters = "", value = ""] = parts;
    const zone = /;TZID="?([^;:"]+)/i.exec(parameters)?.[1] ?? null;
    return [{ at, name: name.toUpperCase(), zone, value }];
  });
};

const propertyOf = (lines: readonly Line[], name: string): Line | undefined => lines.find((line) => line.name === name);

const personOf = (lines: readonly Line[]): string | null => {
  const attendee = propertyOf(lines, "ATTENDEE")?.value.replace(/^mailto:/i, "");
  const summary = propertyOf(lines, "SUMMARY")?.value.replace(/\\([,;\\])/g, "$1");
  return [attendee, summary].find((one) => one !== undefined && one.trim() !== "")?.trim() ?? null;
};

const momentForm = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z?)$/;

const momentOf = (name: string, at: number, line: Line | undefined, wrong: Wrong): Instant | null => {
  if (line === undefined) return wrong(at, `an event without ${name}`, "add it");
  const [, year, month, day, hour, minute, second, utc] = momentForm.exec(line.value) ?? [];
  if (year === undefined) return wrong(line.at, `${name} is no date with a time`, "write such as 20261201T200000Z");
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const zone = utc === "Z" ? "UTC" : line.zone;
  if (zone === null) return wrong(line.at, `${name} is in no time zone`, "end it with Z, or give it a TZID");
  try {
    return instant(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);
  } catch {
    return wrong(line.at, `${name} is no moment in "${zone}"`, "use a name of the time zone database");
  }
};
