import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { countField, instantField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { type Surge, surgeOf } from "./surge.ts";
import { unreadable } from "./unreadable.ts";

const file = z.strictObject({
  from: instantField,
  until: instantField,
  events: z.array(
    z.strictObject({
      at: instantField,
      event: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: "write a name such as auth-failure" }),
      count: countField.default(1),
    }),
  ),
});
type Event = z.output<typeof file>["events"][number];

const hour = 3_600_000;
/** A week, of which a day at least: nights are quiet. */
const stretches = { length: hour, most: 7 * 24, least: 24 };
const always = ["auth-failure", "waf-block", "audit-event"];

/**
 * Events that security watches, one by one or counted: `{ from, until, events: [{ at, event, count }] }`. `from` and
 * `until` say which time it covers, so that silence is seen as silence. Of each event, such as `auth-failure`, it tells
 * how many came in the last hour (`authFailures`), how many in an hour of the 7 days before (`authFailureMean`), and how
 * many times as many those are (`authFailureRatio`). Without a day before there is no ratio.
 *
 * @throws Unreadable
 */
export const telemetry = (text: string): Report => {
  const { from, until, events } = checked(file, parseJson(text));
  if (from >= until) unreadable("it ends before it begins");
  const outside = events.filter(({ at }) => at < from || at >= until);
  if (outside.length > 0) unreadable(`${outside.length} of its events are from outside its time`);
  const known = [...new Set([...always, ...events.map(({ event }) => event)])];
  const seen = known.map((event) => [event, surgeOf(events.filter(isOf(event)), from, until, stretches)] as const);
  return {
    figures: Object.fromEntries(seen.flatMap(([event, surge]) => Object.entries(figuresOf(event, surge)))),
    texts: {},
    lists: Object.fromEntries(seen.map(([event, surge]) => [`${camel(event)}Ratio`, [inWords(surge)]])),
    findings: [],
    build: null,
    madeAt: until,
    signer: null,
    tool: "",
  };
};

const isOf =
  (name: string) =>
  ({ event }: Event): boolean =>
    event === name;

const figuresOf = (event: string, { now, mean, ratio }: Surge): Readonly<Record<string, number>> => ({
  [`${camel(event)}s`]: now,
  ...(mean === null || ratio === null ? {} : { [`${camel(event)}Mean`]: mean, [`${camel(event)}Ratio`]: ratio }),
});

const inWords = ({ now, mean }: Surge): string =>
  `${now} in the last hour, ${mean ?? "nobody knows how many"} as a rule`;

const camel = (name: string): string => name.replace(/-([a-z0-9])/g, (_, sign: string) => sign.toUpperCase());
