import { z } from "zod";
import { type Instant, instant } from "../../domain/units.ts";
import { askJson, askText } from "../ask-json.ts";

export type AlertSettings = {
  readonly url: string;
  readonly authorization: string | null;
  /** What tells this alert from all others: a label and its value. */
  readonly label: string;
  readonly id: string;
};

export type AlertFired = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly from: Instant;
  /** It is over then, even if nobody says so. */
  readonly to: Instant;
};

export type Silence = { readonly from: Instant; readonly to: Instant; readonly why: string };

export type AlertSeen = {
  /** Null where Alertmanager does not have it, or not any more. */
  readonly alert: {
    readonly from: Instant;
    readonly receivers: readonly string[];
    /** Silences that are not about this alert alone, and alerts that inhibit it: nobody hears of it. */
    readonly muted: readonly string[];
  } | null;
  /** Silences for this very alert, expired ones included: how somebody answers it. Their time is Alertmanager's. */
  readonly answers: readonly { readonly by: string; readonly at: Instant }[];
};

/** One test alert in Alertmanager, by its API v2. All may be repeated: the same labels are the same alert. */
export type Alertmanager = {
  /** From now until `to` this very alert wakes nobody. It is routed as it would be, and is seen there. */
  silence(settings: AlertSettings, silence: Silence, signal: AbortSignal): Promise<void>;
  /** Makes it so: the alert is there until `to`; with a `to` that has passed it is resolved. */
  fire(settings: AlertSettings, alert: AlertFired, signal: AbortSignal): Promise<void>;
  see(settings: AlertSettings, signal: AbortSignal): Promise<AlertSeen>;
};

export const alertmanager: Alertmanager = {
  async silence(settings, { from, to, why }, signal) {
    const matchers = [{ name: settings.label, value: settings.id, isRegex: false, isEqual: true }];
    const body = { matchers, startsAt: iso(from), endsAt: iso(to), createdBy: "headgate", comment: why };
    await askText({ ...asked(settings, "silences"), body }, signal);
  },
  async fire(settings, { labels, annotations, from, to }, signal) {
    const all = { ...labels, [settings.label]: settings.id };
    await askText(
      { ...asked(settings, "alerts"), body: [{ labels: all, annotations, startsAt: iso(from), endsAt: iso(to) }] },
      signal,
    );
  },
  async see(settings, signal) {
    const filter = `?${new URLSearchParams({ filter: `${settings.label}="${settings.id}"` })}`;
    const [alerts, silences] = await Promise.all([
      askJson(asked(settings, `alerts${filter}`), z.array(alertForm), signal),
      askJson(asked(settings, `silences${filter}`), z.array(silenceForm), signal),
    ]);
    const own = silences.filter(({ matchers }) => matchers.some((one) => isFor(settings, one)));
    const ids = new Set(own.map(({ id }) => id));
    const [alert] = alerts.filter(({ labels }) => labels[settings.label] === settings.id);
    return {
      alert: alert === undefined ? null : seen(alert, ids),
      answers: own.map(({ createdBy, startsAt }) => ({ by: createdBy, at: startsAt })),
    };
  },
};

const asked = ({ url, authorization }: AlertSettings, path: string) => ({
  who: "Alertmanager",
  url: `${url.replace(/\/$/, "")}/api/v2/${path}`,
  authorization,
});

const iso = (at: Instant): string => new Date(at).toISOString();
const time = z.iso.datetime({ offset: true }).transform((text) => instant(Date.parse(text)));

const alertForm = z.object({
  labels: z.record(z.string(), z.string()),
  startsAt: time,
  receivers: z.array(z.object({ name: z.string() })),
  status: z.object({ silencedBy: z.array(z.string()), inhibitedBy: z.array(z.string()) }),
});

const matcher = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  // Alertmanager up to 0.21 had no negative matchers, and did not say so.
  isEqual: z.boolean().default(true),
});

const silenceForm = z.object({ id: z.string(), createdBy: z.string(), startsAt: time, matchers: z.array(matcher) });

const isFor = ({ label, id }: AlertSettings, { name, value, isRegex, isEqual }: z.output<typeof matcher>): boolean =>
  name === label && value === id && isEqual && !isRegex;

const seen = (
  { startsAt, receivers, status }: z.output<typeof alertForm>,
  own: ReadonlySet<string>,
): NonNullable<AlertSeen["alert"]> => ({
  from: startsAt,
  receivers: receivers.map(({ name }) => name),
  muted: [...status.silencedBy.filter((id) => !own.has(id)), ...status.inhibitedBy],
});
