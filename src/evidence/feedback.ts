import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { type Instant, instant } from "../domain/units.ts";
import { csv } from "./csv.ts";
import { instantField, readInstant, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { surgeOf } from "./surge.ts";
import { unreadable } from "./unreadable.ts";

const item = z.strictObject({
  at: instantField,
  source: wordsField,
  text: z.string(),
  issue: z.string().default(""),
  release: z.string().default(""),
});
const file = z.strictObject({
  from: instantField.nullable().default(null),
  until: instantField.nullable().default(null),
  items: z.array(item),
});
type Feedback = z.output<typeof file>;
type Item = Feedback["items"][number];

const day = 86_400_000;

/**
 * What users said: `at,source,text[,issue][,release]` as CSV with that head, or JSON `{ from, until, items }`. `from` and
 * `until` say which time it covers; without them, the first and the last item do. The last 24 h are held against the mean
 * of the 7 days before, of which at least one must be covered: else there is no `ticketRatio`. Fewer than one a day count
 * as one, so that the second ticket of a quiet service is no surge.
 *
 * @throws Unreadable
 */
export const feedback = (text: string): Report => {
  const { from, until, items } = text.trimStart().startsWith("{") ? checked(file, parseJson(text)) : fromCsv(text);
  const moments = items.map(({ at }) => at);
  const [begin, end] = [from ?? Math.min(...moments), until ?? Math.max(...moments) + 1];
  if (!Number.isFinite(begin) || !Number.isFinite(end))
    unreadable("it holds no item, and does not say from when until when it would have had one");
  const late = items.filter(({ at }) => at >= end);
  if (late.length > 0) unreadable(`${late.length} of its items are from after its end`);
  const lastDay = items.filter(({ at }) => at >= end - day);
  const once = items.map(({ at }) => ({ at, count: 1 }));
  const { mean, ratio } = surgeOf(once, begin, end, { length: day, most: 7, least: 1 });
  return {
    figures: {
      checked: new Set(items.map(({ source }) => source)).size || (until === null ? 0 : 1),
      total: items.length,
      tickets: lastDay.length,
      tagged: items.filter(isTagged).length,
      ...(mean === null || ratio === null ? {} : { meanBefore: mean, ticketRatio: ratio }),
    },
    texts: {},
    lists: { ticketRatio: lastDay.slice(0, 20).map(words), tagged: items.filter(isTagged).slice(0, 50).map(words) },
    findings: [],
    build: null,
    madeAt: until,
    signer: null,
    tool: "",
  };
};

const isTagged = ({ issue, release }: Item): boolean => issue !== "" || release !== "";

const words = ({ source, text, issue, release }: Item): string =>
  `${source}: ${text.slice(0, 120)}${isTagged({ issue, release } as Item) ? ` (${[issue, release].filter((one) => one !== "").join(", ")})` : ""}`;

const fromCsv = (text: string): Feedback => {
  const rows: (readonly string[])[] = [];
  const reader = csv((fields) => rows.push(fields));
  reader.write(text);
  reader.end();
  const [head = [], ...rest] = rows;
  const place = (name: string): number => head.findIndex((one) => one.trim().toLowerCase() === name);
  const missing = ["at", "source", "text"].filter((name) => place(name) < 0);
  if (missing.length > 0) unreadable(`its first row does not name the columns ${missing.join(", ")}`);
  const field = (row: readonly string[], name: string): string => (row[place(name)] ?? "").trim();
  return {
    from: null,
    until: null,
    items: rest.map((row, i) => ({
      at: momentOf(field(row, "at"), i + 2),
      source: field(row, "source") || unreadable(`row ${i + 2} names no source`),
      text: field(row, "text"),
      issue: field(row, "issue"),
      release: field(row, "release"),
    })),
  };
};

const momentOf = (text: string, row: number): Instant =>
  instant(readInstant(text) ?? unreadable(`row ${row} has no date and time with its offset: "${text.slice(0, 40)}"`));
