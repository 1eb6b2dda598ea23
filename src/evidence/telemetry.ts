import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { countField, instantField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { type Surge, surgeOf } from "./surge.ts";
import { unreadable } from "./unreadable.ts";

const name = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: "write a name such as auth-failure" });
const file = z.strictObject({
  from: instantField,
  until: instantField,
  watches: z.array(name).min(1, { error: "is empty; name the events that it would hold" }),
  events: z.array(z.strictObject({ at: instantField, event: name, count: countField.default(1) })),
});

const hour = 3_600_000;
/** A week, of which a day at least: nights are quiet. */
const stretches = { length: hour, most: 7 * 24, least: 24 };
/**
 * Events that security watches, one by one or counted: `{ from, until, watches, events: [{ at, event, count }] }`.
 * `from` and `until` say which time it covers, and `watches` what it would hold if it had come: only so is silence seen
 * as silence, and no data as none. Of each event, such as `auth-failure`, it tells how many came in the last hour
 * (`authFailures`), how many in an hour of the 7 days before (`authFailureMean`), and how many times as many that is
 * (`authFailureRatio`). Without a day before there is no ratio.
 *
 * @throws Unreadable
 */
export const telemetry = (text: string): Report => {
  const { from, until, watches, events } = checked(file, parseJson(text));
  if (from >= until) unreadable("it ends before it begins");
  const outside = events.filter(({ at }) => at < from || at >= until);
  if (outside.length > 0) unreadable(`${outside.length} of its events are from outside its time`);
  const strange = events.filter(({ event }) => !watches.includes(event)).map(({ event }) => event);
  if (strange.length > 0) unreadable(`it does not say that it watches ${[...new Set(strange)].join(", ")}`);
  const seen = [...new Set(watches)].map((event) => {
    const own = events.filter((one) => one.event === event);
    return [event, surgeOf(own, from, until, stretches)] as const;
  });
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

const figuresOf = (event: string, { now, mean, ratio }: Surge): Readonly<Record<string, number>> => ({
  [`${camel(event)}s`]: now,
  ...(mean === null || ratio === null ? {} : { [`${camel(event)}Mean`]: mean, [`${camel(event)}Ratio`]: ratio }),
});

const inWords = ({ now, mean }: Surge): string =>
  `${now} in the last hour, ${mean ?? "nobody knows how many"} as a rule`;

const camel = (name: string): string => name.replace(/-([a-z0-9])/g, (_, sign: string) => sign.toUpperCase());
