import { z } from "zod";
import { type Instant, instant } from "../domain/units.ts";
import type { Complaint } from "./complaint.ts";
import { asks } from "./explain.ts";
import { meant } from "./nearest.ts";
import type { people } from "./people.ts";
import type { Sound } from "./sound.ts";
import { strict, text } from "./values.ts";

/** Who is on call, as it is written: `person` is an id of `people`, in a file also an address or a name. */
export type OnCall = { readonly shifts: readonly WrittenShift[]; readonly file: string | null };
export type WrittenShift = { readonly person: string; readonly from: Instant; readonly to: Instant };

const momentHelp = "write a date and time with its offset, such as 2026-12-01T20:00:00Z";
const moment = z.iso
  .datetime({ offset: true, precision: null, error: asks(momentHelp) })
  .transform((given): Instant => instant(Date.parse(given)));

const shift = strict({
  person: text.describe("Who is on call, by id."),
  from: moment.describe("The beginning, with its offset from UTC."),
  to: moment.describe("The end, at which somebody else takes over."),
  // Where one of them could not be read it has a complaint of its own, and is not compared.
}).refine(({ from, to }) => !(from >= to), { error: "ends before it begins; swap from and to", path: ["to"] });

export const shifts = z.array(shift);

export const onCall = strict({
  shifts: shifts.default([]).describe("Shifts, in any order; they may overlap."),
  file: text.nullable().default(null).describe("A file with them instead, read at each look: YAML, JSON or iCalendar."),
})
  .nullable()
  .default(null)
  .describe("Who is on call, and when.");

type Given = Sound<z.input<typeof onCall>>;
type People = Sound<z.input<typeof people>>;

/** One source; and everybody in it is a human of this file. */
export const onCallRules = (given: Given | undefined, known: People | undefined): readonly Complaint[] => {
  if (given == null) return [];
  const written = given.shifts ?? [];
  // What was written wrongly has a complaint of its own.
  const isWrong = (["shifts", "file"] as const).some((key) => Object.hasOwn(given, key) && given[key] === undefined);
  if (written.length === 0 && given.file == null && !isWrong)
    return [{ path: ["on-call"], what: "names nobody", fix: "add shifts: [{ person, from, to }], or file:" }];
  if (written.length > 0 && given.file != null)
    return [{ path: ["on-call", "file"], what: "is a second roster beside shifts", fix: "keep one of them" }];
  return written.flatMap((one, i) => personRules(one?.person, ["on-call", "shifts", i, "person"], known));
};

const personRules = (
  id: string | undefined,
  path: Complaint["path"],
  known: People | undefined,
): readonly Complaint[] => {
  if (id === undefined || known === undefined) return [];
  if (!Object.hasOwn(known, id))
    return [{ path, what: `nobody is called "${id}"`, fix: meant(id, Object.keys(known), "people") }];
  return known[id]?.kind === "agent"
    ? [{ path, what: `"${id}" is an agent, and nobody wakes an agent`, fix: "name a human" }]
    : [];
};
