import type { Route } from "../../api/route.ts";
import {
  actOnCalendar,
  adopt,
  drillBackups,
  lookAt,
  probe,
  releaseHold,
  seenTraffic,
  takeDown,
  unstick,
} from "../../api/routes/act-routes.ts";
import type { Engine, Unstuck } from "../../conductor/engine.ts";
import type { Look } from "../../conductor/look.ts";
import type { SeenTraffic } from "../../conductor/seen-traffic.ts";
import type { TriedProbes } from "../../conductor/try-probes.ts";
import type { DrillRun } from "../../domain/backups/drill-run.ts";
import type { CalendarEvent } from "../../domain/calendar/events.ts";
import type { EnvironmentState } from "../../domain/environment.ts";
import { asRefusal } from "./handled-there.ts";
import { onceOnly, type RemoteHands } from "./remote-hands.ts";
import { sendBuild } from "./send-files.ts";

type EnvironmentActs = Pick<
  Engine,
  "adopt" | "takeDown" | "unstick" | "releaseHold" | "look" | "seenTraffic" | "probe" | "drillBackups" | "actOnCalendar"
>;

/** An environment of another name is the route's to refuse. */
type CalendarBody = typeof actOnCalendar extends Route<unknown, unknown, infer Body> ? Body : never;

/** The routes answer with what the engine said, whole: its shape is the engine's own. */
const as = <T>(told: Readonly<Record<string, unknown>>): T => told as T;

/** The configuration is the server's own, whatever is handed in here. */
export const environmentActs = ({ client, packZip }: RemoteHands): EnvironmentActs => ({
  async adopt({ environment, path, version, reason }, signal) {
    const body = { build: await sendBuild(client, packZip, path, signal), version, reason };
    return as<EnvironmentState>(await client.call(adopt, { params: at(environment), body, signal, ...onceOnly() }));
  },
  takeDown: async ({ environment, reason }, signal) =>
    as<EnvironmentState>(
      await client.call(takeDown, { params: at(environment), body: { reason }, signal, ...onceOnly() }),
    ),
  unstick: async ({ environment, reason }, signal) =>
    as<Unstuck>(await client.call(unstick, { params: at(environment), body: { reason }, signal, ...onceOnly() })),
  releaseHold: async ({ environment, version, reason }) =>
    as<EnvironmentState>(
      await client.call(releaseHold, { params: at(environment), body: { version, reason }, ...onceOnly() }),
    ),
  look: async (_, environment, signal) => as<Look>(await client.call(lookAt, { params: at(environment), signal })),
  seenTraffic: async (_, environment, length, signal) =>
    as<SeenTraffic>(await client.call(seenTraffic, { params: at(environment), query: { length }, signal })),
  probe: async (_, { environment, ...asked }, signal) => {
    const body = { ...asked, ...(environment === undefined ? {} : at(environment)) };
    return as<TriedProbes>(await client.call(probe, { body, signal }));
  },
  drillBackups: async ({ store }, signal) =>
    (await client.call(drillBackups, { body: { store }, signal })).drills.map((drill) => as<DrillRun>(drill)),
  async actOnCalendar({ act }, signal) {
    const answer = await client
      .call(actOnCalendar, { body: act as CalendarBody, signal, ...onceOnly() })
      .catch(asRefusal);
    if ("ok" in answer) return { decision: answer, asked: [], failed: [] };
    const { events, note, asked, failed } = answer;
    return { decision: { ok: true, events: events.map((event) => as<CalendarEvent>(event)), note }, asked, failed };
  },
});

const at = (environment: string) => ({ environment: environment as "staging" | "production" });
