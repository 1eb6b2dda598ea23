import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import type { Route } from "../../src/drivers/port.ts";
import type { Service } from "./service.ts";

type Rules = {
  /** Instances that carry all traffic. */
  readonly count: number;
  /** The build in service. */
  readonly baseline: string;
};

/** Looks at the router of production every 20 ms, and keeps what no release tool may do, each with its hazard. */
export const watchRoutes = (service: Service, rules: Rules) => {
  const violations: string[] = [];
  const weights: number[] = [];
  let looks = 0;
  let over = false;
  const watch = async (): Promise<void> => {
    for (; !over; await sleep(20)) {
      const routes = await service.routes();
      const share = weightOf(routes, rules.baseline);
      if (100 - share !== weights.at(-1)) weights.push(100 - share);
      const dead = await deadIn(routes);
      // Looked at twice: what was taken out of the routes in between may well be gone.
      const still = new Set(
        (await service.routes()).filter(({ weight }) => weight > 0).flatMap((one) => one.endpoints),
      );
      looks += 1;
      violations.push(...brokenBy(routes, rules), ...dead.filter((endpoint) => still.has(endpoint)).map(deadWords));
    }
  };
  const done = watch();
  return {
    /** @returns the candidate's shares in their order, and everything that was forbidden */
    async stop() {
      over = true;
      await done;
      return { looks, weights, violations };
    },
    [Symbol.asyncDispose]: async () => {
      over = true;
      await done;
    },
  };
};

const deadWords = (endpoint: string): string => `T5: traffic for ${endpoint}, which is not ready`;

const weightOf = (routes: readonly Route[], build: string): number =>
  routes.find((route) => route.build === build)?.weight ?? 0;

const brokenBy = (routes: readonly Route[], { count, baseline }: Rules): readonly string[] => {
  const sum = routes.reduce((total, { weight }) => total + weight, 0);
  const undersized = routes.filter(({ weight, endpoints }) => endpoints.length * 100 < weight * count);
  const gone = routes.every(({ build }) => build !== baseline);
  return [
    ...(sum === 100 ? [] : [`T1: the weights sum to ${sum}`]),
    ...undersized.map(({ weight, endpoints }) => `T3: ${weight} % for ${endpoints.length} of ${count} instances`),
    ...(gone ? ["T4: the baseline is not in the routes"] : []),
  ];
};

const deadIn = async (routes: readonly Route[]): Promise<readonly string[]> => {
  const endpoints = routes.filter(({ weight }) => weight > 0).flatMap((one) => one.endpoints);
  const dead = await Promise.all(endpoints.map(async (one) => ((await isReady(one)) ? [] : [one])));
  return dead.flat();
};

const isReady = async (endpoint: string): Promise<boolean> => {
  try {
    const { statusCode, body } = await request(`http://${endpoint}/healthz`, { signal: AbortSignal.timeout(5_000) });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
};
