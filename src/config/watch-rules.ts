import { countedBy } from "./analysis-rules.ts";
import type { Complaint, Path } from "./complaint.ts";
import { meant } from "./nearest.ts";
import type { HeadgateYaml } from "./schema.ts";
import type { Sound } from "./sound.ts";

type Given = Sound<HeadgateYaml>["strategy"];
type Production = NonNullable<Sound<HeadgateYaml>["environments"]>["production"];
type Limits = NonNullable<NonNullable<NonNullable<Given>["rolling"]>["watch"]>;

/** A limit of what nobody counts would pause every rollout: a counter or gauge that is watched is one of production. */
export const watchRules = (given: Given, production: Production | undefined): readonly Complaint[] =>
  limitsOf(given).flatMap(([path, limits]) =>
    (limits ?? []).flatMap((limit, i) =>
      (["counter", "gauge"] as const).flatMap((key) => {
        const [name, counted] = [limit?.[key], countedBy(production, `${key}s`)];
        if (name === undefined || counted.includes(name)) return [];
        const what = `"${name}" is not among the ${key}s of environments.production.metrics`;
        const fix =
          counted.length === 0 ? "name it there, for Prometheus or a web page" : meant(name, counted, `${key}s`);
        return [{ path: ["strategy", ...path, "watch", i, key], what, fix }];
      }),
    ),
  );

const limitsOf = (given: Given): readonly (readonly [Path, Limits | undefined])[] => {
  if (given === undefined) return [];
  const { canary, cohort, rolling, recreate } = given;
  const green = given["blue-green"];
  return [
    ...(canary ?? []).map((one, i) => [["canary", i], one?.watch] as const),
    [["blue-green"], green?.watch],
    [["blue-green", "idle"], green?.idle?.watch],
    [["cohort"], cohort?.watch],
    [["rolling"], rolling?.watch],
    [["recreate"], recreate?.watch],
  ];
};
