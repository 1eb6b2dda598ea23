import { type Descriptor, type Part, parts } from "./descriptor.ts";

/** `what` names the place, such as `config.PAYMENTS_KEY`; `ratio` is staging's share of production, where both are amounts. */
export type Difference = { readonly what: string; readonly says: string; readonly ratio: number | null };

export type Comparison = {
  /** Single values that were held against each other. */
  readonly compared: number;
  readonly differences: readonly Difference[];
  /** Parts that neither side describes. */
  readonly notCompared: readonly Part[];
};

/** @param leastData  the least share of production's rows that staging must have in each table */
export const compareDescriptors = (staging: Descriptor, production: Descriptor, leastData: number): Comparison => {
  const looks = parts.map((part) => lookAt(part, staging, production, leastData));
  return {
    compared: looks.reduce((sum, { compared }) => sum + compared, 0),
    differences: looks.flatMap(({ differences }) => differences),
    notCompared: parts.filter((part) => staging[part] === null && production[part] === null),
  };
};

type Look = Pick<Comparison, "compared" | "differences">;
const nothing: Look = { compared: 0, differences: [] };

const lookAt = (part: Part, staging: Descriptor, production: Descriptor, leastData: number): Look => {
  const [here, there] = [staging[part], production[part]];
  if (here === null && there === null) return nothing;
  if (here === null || there === null) {
    const says = `${part} is described for ${here === null ? "production" : "staging"} alone`;
    return { compared: 0, differences: [{ what: part, says, ratio: null }] };
  }
  const [a, b] = [valuesOf(part, staging), valuesOf(part, production)];
  const keys = [...new Set([...a.keys(), ...b.keys()])].sort();
  const found = keys.map((key) => differenceAt(part, key, a.get(key), b.get(key), leastData));
  return { compared: keys.length, differences: found.filter((one) => one !== null) };
};

type Value = string | number;

const valuesOf = (part: Part, { instances, config, schema, data, ...texts }: Descriptor): Map<string, Value> => {
  switch (part) {
    case "instances":
      return new Map(Object.entries(instances ?? {}).flatMap(([key, n]) => (n === undefined ? [] : [[key, n]])));
    case "config":
      return new Map((config ?? []).map((name) => [name, "set"]));
    case "schema":
      return new Map(schema === null ? [] : [["", schema]]);
    case "data":
      return new Map(Object.entries(data?.tables ?? {}));
    case "runtime":
    case "dependencies":
    case "flags":
      return new Map(Object.entries(texts[part] ?? {}));
  }
};

const differenceAt = (
  part: Part,
  key: string,
  here: Value | undefined,
  there: Value | undefined,
  leastData: number,
): Difference | null => {
  const what = key === "" ? part : `${part}.${key}`;
  const name = nameOf(part, key);
  if (here === undefined || there === undefined)
    return { what, says: `${name} is missing in ${here === undefined ? "staging" : "production"}`, ratio: null };
  const ratio = typeof here === "number" && typeof there === "number" ? (there === 0 ? 1 : here / there) : null;
  if (part === "data" ? (ratio ?? 0) >= leastData : here === there) return null;
  const says = `${name}: ${show(part, key, here)} in staging, ${show(part, key, there)} in production`;
  return { what, says, ratio };
};

const nameOf = (part: Part, key: string): string => {
  switch (part) {
    case "instances":
      return key === "count" ? "number of instances" : key;
    case "runtime":
      return `runtime ${key}`;
    case "dependencies":
      return `dependency ${key}`;
    case "config":
      return `config key ${key}`;
    case "flags":
      return `flag ${key}`;
    case "schema":
      return "schema version";
    case "data":
      return `rows of ${key}`;
  }
};

const [mebi, gibi] = [1_024 ** 2, 1_024 ** 3];

const show = (part: Part, key: string, value: Value): string => {
  if (part !== "instances" || key !== "memory" || typeof value !== "number") return String(value);
  const [size, unit] = value >= gibi ? [value / gibi, "GiB"] : [value / mebi, "MiB"];
  return `${Math.round(100 * size) / 100} ${unit}`;
};
