import type { Dashboard } from "../config/monitoring.ts";
import { type SignalName, signalNames } from "../config/signal-names.ts";
import type { Report } from "../domain/release/evidence.ts";
import { evidenceKey } from "../domain/release/release.ts";
import { plus } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Answer, Probe, Question, Seen } from "../probes/port.ts";
import { acknowledgedAlert, alertPath } from "./alert-path.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { finding, type Part, told } from "./probe-answer.ts";
import { redact } from "./redact.ts";
import { rosterOf, rosterPart } from "./roster.ts";
import { nextLook, testAlert, waitingAlert } from "./test-alert.ts";

/**
 * Whether the service is watched (R14, R41): its dashboards have fresh data, a test alert reaches whoever is on call,
 * and somebody is on call for as long as it matters. What is not declared gives no figure, and no figure never passes.
 */
export const monitoringProbe =
  (deps: Deps, loaded: Loaded): Probe =>
  async (question, signal) => {
    const { dashboards, alertmanager } = loaded.config.monitoring;
    if (dashboards.length === 0 && alertmanager === null && loaded.config.onCall === null)
      throw new AppError("PROBE_FAILED", {
        probe: question.requirement,
        problem: "headgate.yaml has neither monitoring: nor on-call:",
        fix: "Declare them, or bind a report to the check.",
      });
    try {
      return answered(deps, question, await look(deps, loaded, question, signal));
    } catch (error) {
      const again = error instanceof AppError && !signal.aborted ? stillWaits(deps, loaded, question, error) : null;
      if (again === null) throw error;
      return answered(deps, question, [again]);
    }
  };

/** The alert comes last: nobody is woken as long as something else could not even be looked at. */
const look = async (deps: Deps, loaded: Loaded, question: Question, signal: AbortSignal): Promise<readonly Part[]> => {
  const { monitoring, onCall } = loaded.config;
  const watched = await Promise.all(monitoring.dashboards.map((one) => seenOn(deps, loaded, one, signal)));
  const roster = await rosterOf(deps, loaded);
  const parts = [
    ...(watched.length === 0 ? [] : [dashboardPart(watched)]),
    ...(onCall === null ? [] : [rosterPart(roster, loaded, deps.now())]),
  ];
  if (monitoring.alertmanager === null) return parts;
  const acknowledged = acknowledgedAlert(loaded, question, deps.now());
  if (acknowledged !== null)
    return [...parts, await alertPath(deps, loaded, question, monitoring.alertmanager, acknowledged, signal)];
  return [...parts, await testAlert(deps, loaded, question, monitoring.alertmanager, roster.shifts, signal)];
};

const answered = (deps: Deps, question: Question, parts: readonly Part[]): Answer =>
  told(
    deps,
    question,
    "monitoring",
    Object.assign({}, ...parts.map(({ figures }) => figures)) as Report["figures"],
    parts.flatMap(({ findings }) => findings),
    Object.assign({}, ...parts.map(({ texts }) => texts ?? {})) as Report["texts"],
    Object.assign({}, ...parts.map(({ lists }) => lists ?? {})) as Report["lists"],
  );

/** While somebody may still answer the alert, a look that failed is tried again: else a hiccup would cost a second one. */
const stillWaits = (deps: Deps, loaded: Loaded, question: Question, { message }: AppError): Part | null => {
  const { requirement, part } = question;
  const [waiting, last] = [
    waitingAlert(loaded.release, question),
    loaded.release.evidence[evidenceKey(requirement, part)]?.report,
  ];
  const within = loaded.config.monitoring.alertmanager?.acknowledgeWithin;
  if (waiting === null || last == null || within === undefined) return null;
  const [now, until] = [deps.now(), plus(waiting.from, within)];
  if (now >= until) return null;
  const { alertFiredAt = 0, alertsFired = 0, alertsRouted = 0 } = last.figures;
  const { alertId = "", waitsFor = "" } = last.texts;
  return {
    figures: { alertFiredAt, alertsFired, alertsRouted, askAgainAt: nextLook(now, until, within) },
    texts: { alertId, waitsFor },
    findings: [finding(`could not look: ${redact(message)}`, requirement)],
  };
};

type Watched = { readonly board: Dashboard; readonly seen: Seen };

const seenOn = async (deps: Deps, { release }: Loaded, board: Dashboard, signal: AbortSignal): Promise<Watched> => {
  const version = release.build.version.replace(/["\\]/g, "\\$&");
  const signals = Object.fromEntries(
    Object.entries(board.signals).map(([id, query]) => [id, query.replaceAll("{version}", version)]),
  );
  return { board, seen: await deps.looks.dashboard({ ...board, signals, now: deps.now() }, signal) };
};

/** A signal is there when every dashboard that shows it answers and has its data. */
const dashboardPart = (watched: readonly Watched[]): Part => {
  const isThere = (signal: SignalName): boolean => {
    const showing = watched.filter(({ board }) => board.signals[signal] !== undefined);
    return (
      showing.length > 0 && showing.every(({ seen }) => seen.figures.pages === 1 && seen.texts?.[signal] === "data")
    );
  };
  const unseen = signalNames.filter((signal) => !watched.some(({ board }) => board.signals[signal] !== undefined));
  const findings = [
    ...watched.flatMap(({ seen }) => seen.findings),
    ...unseen.map((signal) => finding(`no dashboard shows ${signal}`, "monitoring.dashboards")),
  ];
  return {
    figures: { dashboards: watched.length, signals: signalNames.filter(isThere).length },
    lists: { signals: findings.map(({ title }) => title) },
    findings,
  };
};
