import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import { type Digest, type Percent, percent } from "../domain/units.ts";
import type { BuildRef, Fence, InstanceView, Route } from "../drivers/port.ts";
import { AppError } from "../errors.ts";
import type { RolloutContext } from "./rollout-context.ts";

type Effect<Kind extends RolloutEffect["kind"]> = Extract<RolloutEffect, { kind: Kind }>;

const fenceOf = ({ lease }: RolloutContext, { hold }: { readonly hold: number }): Fence => [hold, lease];

/** Routes only to instances that are ready at this moment; reads back what the router does, and reports that. */
export const route = async (
  context: RolloutContext,
  effect: Effect<"route">,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const { candidate, baseline, cohort, target } = effect;
  const { traffic, instances } = context.drivers;
  const views = await instances.observe(signal);
  const isMet = views.some(({ build, ready }) => build === candidate.digest && ready);
  // On the way back nobody is sent to a candidate that does not answer, though it was to keep a share for a while.
  const weight = target.way === "back" && !isMet ? percent(0) : effect.weight;
  const routes = [
    { ...side(views, candidate, weight), ...(cohort !== null && isMet ? { cohort } : {}) },
    side(views, baseline, percent(100 - weight)),
  ];
  const empty = routes.find(({ weight: share, endpoints }) => share > 0 && endpoints.length === 0);
  if (empty !== undefined) throw notRouted(`no instance of ${empty.build.slice(0, 19)} is ready`);
  await traffic.set(routes, fenceOf(context, effect), signal);
  const inForce = await traffic.read(signal);
  const share = inForce.find(({ build }) => build === candidate.digest)?.weight ?? percent(0);
  if (share !== weight || inForce.length === 0) throw notRouted(`the router reads back ${share} %`);
  return { type: "ConfirmWeight", target: effect.target, weight: share };
};

const side = (views: readonly InstanceView[], build: BuildRef, weight: Percent): Route => ({
  build: build.digest,
  endpoints: views.filter((view) => view.build === build.digest && view.ready).map(({ endpoint }) => endpoint),
  weight,
});

/** Users get the maintenance answer, and what was in flight is answered first. */
export const close = async (
  context: RolloutContext,
  effect: Effect<"close">,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const { traffic } = context.drivers;
  const before = await traffic.read(signal);
  await traffic.set([], fenceOf(context, effect), signal);
  if ((await traffic.read(signal)).length > 0) throw notRouted("the router still reads back routes");
  await traffic.drain(
    before.flatMap(({ endpoints }) => endpoints),
    signal,
  );
  return { type: "ConfirmClosed", target: effect.target };
};

/**
 * Down to `count`: those that are not ready go first. Out of the routes, then drained, then stopped, so that nobody's
 * request is cut off (T5); the weights stay as they are.
 */
export const shrink = async (
  context: RolloutContext,
  effect: Effect<"shrink">,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const { build, count, side: which, target } = effect;
  const { traffic, instances } = context.drivers;
  if (effect.closed) await traffic.set([], fenceOf(context, effect), signal);
  const own = (await instances.observe(signal)).filter((view) => view.build === build.digest);
  const routes = await traffic.read(signal);
  const served = new Set(routes.filter((one) => one.build === build.digest).flatMap(({ endpoints }) => endpoints));
  const keep = own.toSorted(worthKeeping(served)).slice(0, count);
  await takeOut(
    context,
    effect,
    own.filter((view) => !keep.includes(view)),
    signal,
  );
  const kept = keep.map(({ id }) => id);
  await remove(context, build.digest, kept, signal);
  const routed = (await traffic.read(signal)).find((one) => one.build === build.digest);
  if (routed !== undefined && routed.weight > 0 && routed.endpoints.length === 0) throw notRouted("its side is empty");
  return { type: "ConfirmShrunk", side: which, target, instances: count };
};

/** Ready before not ready, then routed before not routed: else the side that users are sent to might be emptied. */
const worthKeeping =
  (served: ReadonlySet<string>) =>
  (a: InstanceView, b: InstanceView): number =>
    Number(b.ready) - Number(a.ready) ||
    Number(served.has(b.endpoint)) - Number(served.has(a.endpoint)) ||
    (a.id < b.id ? -1 : 1);

/** These instances get nothing more, and have answered what they had. */
const takeOut = async (
  context: RolloutContext,
  effect: { readonly hold: number },
  leaving: readonly InstanceView[],
  signal: AbortSignal,
): Promise<void> => {
  const { traffic } = context.drivers;
  const gone = new Set(leaving.map(({ endpoint }) => endpoint));
  const routes = await traffic.read(signal);
  const rest = routes.map((one) => ({ ...one, endpoints: one.endpoints.filter((endpoint) => !gone.has(endpoint)) }));
  const empty = rest.find(({ weight, endpoints }) => weight > 0 && endpoints.length === 0);
  if (empty !== undefined) throw notRouted(`${empty.build.slice(0, 19)} still gets traffic and is not stopped`);
  if (routes.some(({ endpoints }) => endpoints.some((endpoint) => gone.has(endpoint))))
    await traffic.set(rest.map(withoutEmptyCohort), fenceOf(context, effect), signal);
  await traffic.drain([...gone], signal);
};

/** A cohort without an instance would meet nobody. */
const withoutEmptyCohort = ({ cohort, ...route }: Route): Route =>
  cohort === undefined || route.endpoints.length === 0 ? route : { ...route, cohort };

/** Gone is what is not seen any more, and not what was said to be. */
const remove = async (
  { drivers: { instances } }: RolloutContext,
  build: Digest,
  keep: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  await instances.remove(build, keep, signal);
  const left = (await instances.observe(signal)).filter((view) => view.build === build && !keep.includes(view.id));
  if (left.length === 0) return;
  throw new AppError("DRIVER_FAILED", {
    driver: instances.name,
    act: "stopping",
    problem: `${left.map(({ id }) => id).join(", ")} still there`,
    fix: "It is tried again; headgate status shows whether it holds on.",
  });
};

/** The last of a build: out of the routes altogether, drained, stopped. Never while any traffic is routed to it (T5). */
export const retire = async (
  context: RolloutContext,
  effect: Effect<"retire">,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const { build, side: which } = effect;
  const { traffic, instances } = context.drivers;
  const routes = await traffic.read(signal);
  if (routes.some((one) => one.build === build && one.weight > 0))
    throw notRouted(`${build.slice(0, 19)} still gets traffic and is not stopped`);
  const others = routes.filter((one) => one.build !== build);
  if (others.length < routes.length) await traffic.set(others, fenceOf(context, effect), signal);
  const views = await instances.observe(signal);
  await traffic.drain(
    views.filter((view) => view.build === build).map(({ endpoint }) => endpoint),
    signal,
  );
  await remove(context, build, [], signal);
  return { type: which === "candidate" ? "ConfirmRemoved" : "ConfirmRetired" };
};

export const notRouted = (problem: string): AppError =>
  new AppError("DRIVER_FAILED", {
    driver: "traffic",
    act: "setting weights",
    problem,
    fix: "It is tried again; headgate status shows whether it holds on.",
  });
