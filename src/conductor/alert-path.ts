import type { Alertmanager } from "../config/monitoring.ts";
import { askAgainAt } from "../domain/release/ask-again-at.ts";
import type { Report } from "../domain/release/evidence.ts";
import { evidenceKey } from "../domain/release/release.ts";
import { isLookedAtAgain } from "../domain/room/outdated-looks.ts";
import { type Instant, instant, millis, plus, since } from "../domain/units.ts";
import type { Question } from "../probes/port.ts";
import type { Loaded } from "./load.ts";
import { finding, type Part } from "./probe-answer.ts";
import { type Asks, endsByItself, labelsOf, margin, newId, placeOf } from "./test-alert.ts";

/**
 * What is known of the alert that somebody acknowledged, when a rollout is about to begin and it is looked at again: its
 * word counts for as long as the check does. Null: nobody has, or too long ago, or somebody wants another test.
 */
export const acknowledgedAlert = (
  { process, release }: Pick<Loaded, "process" | "release">,
  { requirement, part }: Question,
  now: Instant,
): Report | null => {
  const known = release.evidence[evidenceKey(requirement, part)];
  const check = process.requirements.find(({ id }) => id === requirement);
  if (known?.report == null || check?.kind !== "check" || !isLookedAtAgain(release, check, known)) return null;
  const { report } = known;
  const { alertFiredAt, alertsAcknowledged = 0 } = report.figures;
  if (alertFiredAt === undefined || alertsAcknowledged < 1 || askAgainAt(report) !== null) return null;
  const isOld = check.freshness !== undefined && since(instant(alertFiredAt), now) > check.freshness.within;
  return isOld ? null : report;
};

/**
 * Whether an alert would still reach whoever is on call, without waking them a second time (R71): one that was silenced
 * before it is fired goes the whole way and stops at the last door. Then it is ended.
 */
export const alertPath = async (
  deps: Asks,
  { release }: Pick<Loaded, "release">,
  question: Question,
  settings: Alertmanager,
  acknowledged: Report,
  signal: AbortSignal,
): Promise<Part> => {
  const now = deps.now();
  const { alertmanager } = deps.looks;
  const at = placeOf(settings, newId(deps, release, question));
  const alert = {
    labels: labelsOf(release, settings),
    annotations: { summary: `Silenced: Headgate tries the way of an alert for ${release.service}` },
    from: now,
    to: plus(now, margin),
  };
  // The silence comes first and ends last, so that at no moment the alert is without it.
  const silence = { from: now, to: plus(now, millis(2 * margin)), why: "Headgate tries where an alert goes" };
  await alertmanager.silence(at, silence, signal);
  await alertmanager.fire(at, alert, signal);
  const { alert: seen } = await alertmanager.see(at, signal);
  await alertmanager.fire(at, { ...alert, to: now }, signal).catch(endsByItself);
  return told(acknowledged, whyLost(settings, seen));
};

type Seen = Awaited<ReturnType<Asks["looks"]["alertmanager"]["see"]>>["alert"];

/** Null: it went where it should. */
const whyLost = ({ receiver }: Alertmanager, seen: Seen): string | null => {
  if (seen === null) return "a silenced alert was fired, and Alertmanager does not have it";
  if (!seen.receivers.includes(receiver))
    return `a silenced alert was routed to ${seen.receivers.join(", ") || "nobody"} and not to ${receiver}`;
  return seen.muted.length === 0 ? null : `an alert would wake nobody now: it is muted by ${seen.muted.join(", ")}`;
};

const told = ({ figures, texts }: Report, lost: string | null): Part => {
  const { alertFiredAt = 0 } = figures;
  const { alertId = "", alert = "" } = texts;
  const says = lost ?? `${alert}; its way was tried again, silenced`;
  return {
    figures: {
      alertsFired: 1,
      alertFiredAt,
      alertsRouted: lost === null ? 1 : 0,
      alertsAcknowledged: lost === null ? 1 : 0,
    },
    texts: { alertId, alert: says },
    lists: { alertsAcknowledged: [says] },
    findings: lost === null ? [] : [finding(lost, "alertmanager")],
  };
};
