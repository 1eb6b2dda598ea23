import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { askPage } from "./ask-page.ts";
import { atPointer } from "./at-pointer.ts";
import { couldNotLook } from "./could-not-look.ts";
import { shown } from "./shown.ts";
import { filled } from "./variables.ts";

export type QuotaSettings = {
  /** What people call whoever grants it. */
  readonly provider: string;
  readonly url: string;
  /** Headers to send; `$NAME` in a value stands for a variable. */
  readonly send: Readonly<Record<string, string>>;
  /** Where it says how much is left: a header, or a place in its JSON. */
  readonly header: string | null;
  readonly at: string | null;
  /** Requests that production will make until the quota is renewed. */
  readonly expected: number;
  /** So many times that must be left. */
  readonly headroom: number;
  readonly within: Parameters<typeof askPage>[0]["within"];
};

/** Whether a provider leaves room for what production will ask of it (R106). One that already says 429 leaves none. */
export const quota: Look<QuotaSettings> = async (settings, signal) => {
  const { provider, url, send, expected, headroom, within } = settings;
  const probe = `quota of ${provider}`;
  const sent = Object.entries(send).map(([name, text]) => [name, filled(probe, text)] as const);
  const hide = (text: string): string => sent.reduce((rest, [, one]) => one.hide(rest), text);
  const headers = Object.fromEntries(sent.map(([name, { text }]) => [name, text]));
  const asked = await askPage({ url, headers, ca: null, within }, signal);
  if ("problem" in asked) throw couldNotLook(probe, hide(asked.problem), "See that the provider answers.");
  const { page } = asked;
  if (page.status === 429) return answered("quota", provider, [`${provider} refuses requests: it answers 429`]);
  if (page.status !== 200) throw couldNotLook(probe, `it answered ${page.status}`, "See what the provider asks for.");
  const text = String(settings.header === null ? leftIn(page.body, settings.at ?? "") : page.headers[settings.header]);
  const left = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(left) || left < 0)
    throw couldNotLook(probe, hide(`what is left reads ${shown(text)}`), "Name the header or the place that says it.");
  const needed = expected * headroom;
  const short = `${provider} leaves ${left} requests; ${expected} are expected, and ${needed} must be left`;
  return answered("quota", provider, left >= needed ? [] : [short], { left, needed });
};

const leftIn = (body: string, at: string): unknown => {
  try {
    return atPointer(JSON.parse(body), at);
  } catch {
    return undefined;
  }
};
