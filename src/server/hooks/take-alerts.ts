import { readAlertmanager, type SentAlert } from "../../api/alertmanager-request.ts";
import { type Taken, takeAlert } from "../../api/take-alert.ts";
import type { Actor } from "../../domain/release/commands.ts";
import { AppError } from "../../errors.ts";
import type { House } from "../house.ts";
import { invalidBody } from "./read-body.ts";
import { releaseIn } from "./release-in.ts";

type Needed = Pick<House, "engine" | "project">;

/**
 * Every alert of a call of Alertmanager; one that is refused keeps none of the others back.
 * @throws AppError `INPUT_INVALID`; `RELEASE_NOT_FOUND` when none of them is about a release that there is
 */
export const takeAlerts = async (
  { engine, project }: Needed,
  body: string,
  by: (part: string) => Actor,
): Promise<readonly Taken[]> => {
  const read = readAlertmanager(body);
  if (!read.ok) throw invalidBody(read.problems);
  const { service } = (await project()).config;
  const taken: Taken[] = [];
  const lost: AppError[] = [];
  for (const alert of read.alerts) {
    const one = await takeOne({ engine, service }, alert, by).catch(notFound);
    if (one instanceof AppError) lost.push(one);
    taken.push(one instanceof AppError ? { key: alert.key, ok: false, says: [one.message] } : one);
  }
  if (lost[0] !== undefined && lost.length === taken.length) throw lost[0];
  return taken;
};

const takeOne = async (
  { engine, service }: Pick<House, "engine"> & { readonly service: string },
  alert: SentAlert,
  by: (part: string) => Actor,
): Promise<Taken> => {
  const { key, environment, status } = alert;
  const release = alert.release ?? (await releaseIn(engine, service, environment));
  if (release !== null) return takeAlert(engine, release, by(`${status} ${key}`), alert);
  return { key, ok: false, says: [`${key}: no release is under way in ${environment}`] };
};

const notFound = (error: unknown): AppError => {
  if (error instanceof AppError && error.code === "RELEASE_NOT_FOUND") return error;
  throw error;
};
