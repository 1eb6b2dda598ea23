import { z } from "zod";
import type { Running } from "../config/running.ts";
import { type RunningInstance, runningDifferences, type Told } from "../domain/room/running-differences.ts";
import type { InstanceView } from "../drivers/port.ts";
import type { Probe } from "../probes/port.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { finding, told } from "./probe-answer.ts";
import { redact } from "./redact.ts";

/** Whether every instance that serves users is what was approved: digest, and what it tells of itself (R84). */
export const runningProbe =
  (deps: Deps, { config, release }: Loaded): Probe =>
  async (question, signal) => {
    const { instances, traffic } = deps.world.environment(config, question.environment);
    const [views, routes] = [await instances.observe(signal), await traffic.read(signal)];
    const served = new Set(routes.filter(({ weight }) => weight > 0).flatMap(({ endpoints }) => endpoints));
    const serving = await Promise.all(
      views.filter(({ endpoint }) => served.has(endpoint)).map((view) => tells(deps, config.running, view, signal)),
    );
    const { digest, version } = release.build;
    const { migrations = [], flags = {} } = config.running ?? {};
    const differences = runningDifferences({ build: digest, version, migrations, flags }, serving);
    return told(
      deps,
      question,
      "running",
      { instances: serving.length, differences: differences.length },
      differences.map((what) => finding(what, question.environment)),
      { compared: config.running === null ? "digest" : "digest, version, migrations, flags" },
      { differences },
    );
  };

const page = z.object({
  version: z.string().nullable().default(null),
  migrations: z.array(z.string()).default([]),
  flags: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]).transform(String)).default({}),
});

const tells = async (
  deps: Pick<Deps, "looks">,
  running: Running | null,
  { id, build, endpoint }: InstanceView,
  signal: AbortSignal,
): Promise<RunningInstance> => {
  if (running === null) return { id, build, tells: null };
  const url = `http://${endpoint}${running.get}`;
  const asked = await deps.looks.page({ url, ca: null, within: running.within }, signal);
  return { id, build, tells: "problem" in asked ? `cannot tell: ${redact(asked.problem)}` : read(asked.page) };
};

const read = ({ status, body }: { readonly status: number; readonly body: string }): Told | string => {
  if (status !== 200) return `cannot tell: it answered ${status}`;
  try {
    const reading = page.safeParse(JSON.parse(body));
    return reading.success ? reading.data : "cannot tell: its page is no { version, migrations, flags }";
  } catch {
    return "cannot tell: its page is no JSON";
  }
};
