import { parseRouting, type Routing } from "../splitter/routes.ts";

/** Why nginx cannot do these routes, in words; null when it can. */
export const unfit = (wanted: Routing): string | null => {
  const parsed = parseRouting(wanted);
  if (typeof parsed === "string") return parsed;
  for (const { build, weight, endpoints, cohort } of parsed.routes) {
    if (weight > 0 && endpoints.length === 0) return `${build.slice(0, 19)} gets ${weight} % and has no instance`;
    if (cohort?.value === "") return "a cohort needs a value: without one it is everybody";
    if (cohort?.by === "header" && !/^[\w-]+$/.test(cohort.name))
      return `nginx cannot tell requests apart by a header named ${cohort.name}`;
  }
  return null;
};
