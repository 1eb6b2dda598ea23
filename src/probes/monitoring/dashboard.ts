import type { Finding } from "../../domain/release/evidence.ts";
import type { Instant, Millis } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { authorizationHeader } from "../authorization-header.ts";
import type { Look } from "../port.ts";
import { lookAtSignal } from "./signal.ts";

export type DashboardSettings = {
  readonly name: string;
  /** The page that people open. */
  readonly url: string;
  readonly authorization: string | null;
  readonly prometheus: { readonly url: string; readonly authorization: string | null };
  /** Name of a signal → PromQL. */
  readonly signals: Readonly<Record<string, string>>;
  /** Older samples are no data. */
  readonly within: Millis;
  readonly now: Instant;
};

/** Whether the page answers, and each of its series has had data lately. An empty series is an answer, and no error. */
export const dashboard: Look<DashboardSettings> = async (settings, signal) => {
  const { name, url } = settings;
  const page = await pageProblem(settings, signal);
  const seen = await Promise.all(
    Object.entries(settings.signals).map(async ([id, query]) => ({
      id,
      query,
      ...(await lookAtSignal(settings, id, query, signal)),
    })),
  );
  const findings: Finding[] = [
    ...(page === null ? [] : [high(`${name}: the page ${page}`, url)]),
    ...seen.flatMap(({ id, query, problem }) => (problem === null ? [] : [high(`${name}: ${id} ${problem}`, query)])),
  ];
  const empty = seen.filter((one) => one.problem !== null).length;
  return {
    figures: { checked: seen.length, empty, pages: page === null ? 1 : 0 },
    texts: Object.fromEntries(seen.map(({ id, problem }) => [id, problem ?? "data"])),
    findings,
  };
};

const high = (title: string, where: string): Finding => ({ id: title, severity: "high", title, where });

/** In ms. */
const patience = 10_000;

/** A page that sends people elsewhere, to a login for instance, shows them nothing yet. */
const pageProblem = async (
  { name, url, authorization }: DashboardSettings,
  signal: AbortSignal,
): Promise<string | null> => {
  try {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: authorizationHeader(name, authorization),
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    await answer.body?.cancel();
    return answer.status === 200 ? null : `answers ${answer.status}`;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) throw error;
    return "does not answer";
  }
};
