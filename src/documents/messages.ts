import type { Message } from "../domain/process/process.ts";
import { type Instant, instant } from "../domain/units.ts";
import { utc, utcMinute } from "../domain/utc.ts";
import type { DocumentInput } from "./input.ts";

export const messagesOf = ({ process }: DocumentInput): readonly Message[] =>
  process.requirements.filter((one): one is Message => one.kind === "message");

/** The moment at which it is due by plan; null when it follows an event instead of the date, or nothing is dated. */
export const plannedAt = ({ release }: DocumentInput, { leadTime }: Message): Instant | null => {
  const { productionAt } = release.plan;
  return leadTime === undefined || productionAt === null ? null : instant(productionAt - leadTime);
};

/** When it goes out, in words; also that its moment had passed before there was a release to announce. */
export const whenSent = (input: DocumentInput, message: Message): string => {
  const { id, after, leadTime } = message;
  const at = plannedAt(input, message);
  if (at !== null)
    return `${utc(at)}${at < input.release.openedAt ? ", already past when the release was opened" : ""}`;
  const once = after.length === 0 ? "at once" : `once ${after.join(", ")} ${after.length === 1 ? "is" : "are"} met`;
  return leadTime === undefined ? once : `${once}; production is not dated, so ${id} has no date either`;
};

/** Fills in what is known when the plan is made, worded as the message will be; the rest stays in braces until then. */
export const worded = ({ release }: DocumentInput, text: string): string => {
  const { id, service, build, plan } = release;
  const known: Readonly<Record<string, string>> = {
    release: id,
    service,
    version: build.version,
    impact: plan.impact,
    start: plan.productionAt === null ? "a time that will be announced" : utcMinute(plan.productionAt),
  };
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole);
};
