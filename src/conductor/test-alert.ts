import type { Alertmanager } from "../config/monitoring.ts";
import type { Shift } from "../domain/on-call.ts";
import { onCallAt } from "../domain/on-call.ts";
import { askAgainAt } from "../domain/release/ask-again-at.ts";
import { personNamed } from "../domain/release/person-named.ts";
import { evidenceKey, type Release } from "../domain/release/release.ts";
import { type AlertOutcome, judgeAlert } from "../domain/test-alert.ts";
import { type Instant, instant, type Millis, millis, plus } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { AlertFired, AlertSeen, AlertSettings } from "../probes/monitoring/alertmanager.ts";
import type { Question } from "../probes/port.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { finding, type Part } from "./probe-answer.ts";

/** The alert that the last answer to this question waits for. */
export type WaitingAlert = { readonly id: string; readonly from: Instant; readonly routed: boolean };

/** Null when the last answer is complete, or there is none. */
export const waitingAlert = ({ evidence }: Release, { requirement, part }: Question): WaitingAlert | null => {
  const report = evidence[evidenceKey(requirement, part)]?.report;
  const { alertId } = report?.texts ?? {};
  if (report == null || askAgainAt(report) === null || alertId === undefined) return null;
  const { alertFiredAt = 0, alertsRouted = 0 } = report.figures;
  return { id: alertId, from: instant(alertFiredAt), routed: alertsRouted > 0 };
};

export type Asks = Pick<Deps, "now" | "digestOf"> & { readonly looks: Pick<Deps["looks"], "alertmanager"> };

/** It ends so long after the time for an answer by itself, should nobody come back to end it. */
export const margin = millis(60_000);

/** A wait is looked at some thirty times, and at most each second. */
export const nextLook = (now: Instant, until: Instant, within: Millis): Instant =>
  instant(Math.min(until, now + Math.max(1_000, within / 30)));

/**
 * One look at the test alert: fires it if it is not there, sees whether it was answered, ends it when that is settled.
 * Nothing is remembered but the last answer, and the id of a new alert is made of what the journal says: after a crash
 * between firing and writing it down, the same alert is found again.
 */
export const testAlert = async (
  deps: Asks,
  loaded: Pick<Loaded, "release">,
  question: Question,
  settings: Alertmanager,
  shifts: readonly Shift[],
  signal: AbortSignal,
): Promise<Part> => {
  const [now, waiting] = [deps.now(), waitingAlert(loaded.release, question)];
  if (waiting === null && onCallAt(shifts, now).length === 0)
    return notFired("it was not fired, for nobody is on call now");
  const id = waiting?.id ?? newId(deps, loaded.release, question);
  const at = placeOf(settings, id);
  const { alertmanager } = deps.looks;
  let seen = await alertmanager.see(at, signal);
  const from = seen.alert?.from ?? waiting?.from ?? now;
  const until = plus(from, settings.acknowledgeWithin);
  const alert: AlertFired = {
    labels: labelsOf(loaded.release, settings),
    annotations: words(loaded.release, id, until),
    from,
    to: plus(until, margin),
  };
  if (seen.alert === null && now < until) {
    await alertmanager.fire(at, alert, signal);
    seen = await alertmanager.see(at, signal);
  }
  const outcome = judgeAlert({
    ...{ from, until, now, shifts, receiver: settings.receiver },
    receivers: seen.alert?.receivers ?? (waiting?.routed ? [settings.receiver] : null),
    muted: seen.alert?.muted ?? [],
    answers: answersTo(loaded.release, id, seen),
  });
  if (outcome.state !== "waiting" && seen.alert !== null)
    await alertmanager.fire(at, { ...alert, to: now }, signal).catch(endsByItself);
  return told(outcome, id, from, outcome.state === "waiting" ? nextLook(now, until, settings.acknowledgeWithin) : null);
};

export const placeOf = ({ url, authorization }: Alertmanager, id: string): AlertSettings => ({
  url,
  authorization,
  label: "headgate_alert",
  id,
});

/** What its routes go by. */
export const labelsOf = ({ service }: Release, { labels }: Alertmanager): AlertFired["labels"] => ({
  alertname: "HeadgateTestAlert",
  service,
  ...labels,
});

/** What it came to stands; that it could not be ended early costs somebody a minute. */
export const endsByItself = (error: unknown): void => {
  if (!(error instanceof AppError)) throw error;
};

/** Made of what the journal says: asked for again after a crash, it is the same. */
export const newId = (
  { digestOf }: Pick<Deps, "digestOf">,
  { id, build, evidence }: Release,
  { requirement, part }: Question,
): string => {
  const last = evidence[evidenceKey(requirement, part)]?.at ?? 0;
  const digest = digestOf([id, build.digest, requirement, part, last]);
  return `headgate-${digest.slice("sha256:".length, "sha256:".length + 12)}`;
};

const words = ({ id: release, service, build }: Release, id: string, until: Instant): AlertFired["annotations"] => ({
  summary: `Test alert for the release of ${service} ${build.version}: please acknowledge it`,
  description:
    `This is a drill; nothing is broken. Until ${new Date(until).toISOString()} whoever is on call says so, in one of ` +
    `two ways. Headgate: headgate ack ${release} ${id} --as YOU. Alertmanager: silence this alert with your id or ` +
    `address as its creator, such as amtool silence add headgate_alert=${id} --author=YOU --comment=seen --duration=15m`,
});

const answersTo = (release: Release, alert: string, { answers }: AlertSeen) => {
  const own = release.acknowledgements.filter((one) => one.alert === alert);
  return [...own, ...answers].map(({ by, at }) => ({ by, at, person: personNamed(release, by)?.id ?? null }));
};

const notFired = (says: string): Part => ({
  figures: { alertsFired: 0, alertsAcknowledged: 0 },
  texts: { alert: says },
  lists: { alertsAcknowledged: [says] },
  findings: [finding(`test alert: ${says}`, "alertmanager")],
});

const told = ({ state, routed, says }: AlertOutcome, id: string, from: Instant, again: Instant | null): Part => ({
  figures: {
    alertsFired: 1,
    alertFiredAt: from,
    alertsRouted: routed ? 1 : 0,
    alertsAcknowledged: state === "acknowledged" ? 1 : 0,
    ...(again === null ? {} : { askAgainAt: again }),
  },
  texts: { alertId: id, alert: says, ...(again === null ? {} : { waitsFor: `the test alert ${id} ${says}` }) },
  lists: { alertsAcknowledged: [says] },
  findings: state === "failed" ? [finding(`test alert ${id}: ${says}`, "alertmanager")] : [],
});
