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
import { millis } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { actorOf } from "../call.ts";
import type { House } from "../house.ts";
import { type Served, serve } from "../register.ts";

/** What is asked of environments, of the calendar and of backups. */
export const actHandlers = ({ engine, project, placeOfBuild }: House): readonly Served[] => [
  serve(adopt, async (call) => {
    const { build, ...rest } = call.body;
    const request = { ...rest, ...call.params, path: placeOfBuild(build), by: actorOf(call) };
    return { ...(await engine.adopt({ ...request, ...(await project()) }, call.signal)) };
  }),
  serve(takeDown, async (call) => {
    const request = { ...call.body, ...call.params, ...(await project()), by: actorOf(call) };
    return { ...(await engine.takeDown(request, call.signal)) };
  }),
  serve(unstick, async (call) => {
    const request = { ...call.body, ...call.params, ...(await project()), by: actorOf(call) };
    return { ...(await engine.unstick(request, call.signal)) };
  }),
  serve(releaseHold, async (call) => {
    const request = { ...call.body, ...call.params, ...(await project()), by: actorOf(call) };
    return { ...(await engine.releaseHold(request)) };
  }),
  serve(lookAt, async ({ params, signal }) => ({
    ...(await engine.look((await project()).config, params.environment, signal)),
  })),
  serve(seenTraffic, async ({ params, query, signal }) => ({
    ...(await engine.seenTraffic((await project()).config, params.environment, millis(query.length), signal)),
  })),
  serve(actOnCalendar, async (call) => {
    const { decision, asked, failed } = await engine.actOnCalendar(
      { ...(await project()), act: call.body, by: actorOf(call) },
      call.signal,
    );
    if (!decision.ok) throw new AppError(decision.refusal.code, decision.refusal.detail);
    const events = decision.events.map((event) => ({ ...event }));
    return { events, note: decision.note, asked: [...asked], failed: [...failed] };
  }),
  serve(probe, async ({ body: { environment, ...asked }, signal }) => ({
    ...(await engine.probe(await project(), { ...asked, environment }, signal)),
  })),
  serve(drillBackups, async (call) => {
    const { config } = await project();
    const drills = await engine.drillBackups({ ...call.body, config, by: actorOf(call) }, call.signal);
    return { drills: drills.map((one) => ({ ...one })) };
  }),
];
