/** What one side is made of, as far as somebody described it; null: nobody did. Names and versions, never values of secrets. */
export type Descriptor = {
  /** `cpu` in cores, `memory` in bytes. */
  readonly instances: { readonly [Key in "count" | "cpu" | "memory"]?: number | undefined } | null;
  /** Versions by name: `{ node: "26.10.0" }`. */
  readonly runtime: Readonly<Record<string, string>> | null;
  readonly dependencies: Readonly<Record<string, string>> | null;
  /** Names of configuration keys. */
  readonly config: readonly string[] | null;
  /** States by name: `{ checkout: "on" }`. */
  readonly flags: Readonly<Record<string, string>> | null;
  /** Version of the schema of its data. */
  readonly schema: string | null;
  /** Rows by table. */
  readonly data: { readonly tables: Readonly<Record<string, number>> } | null;
};

export const parts = ["instances", "runtime", "dependencies", "config", "flags", "schema", "data"] as const;
export type Part = (typeof parts)[number];

export const undescribed: Descriptor = {
  instances: null,
  runtime: null,
  dependencies: null,
  config: null,
  flags: null,
  schema: null,
  data: null,
};

/** What is told later is more particular, and wins; names of configuration keys and rows are added up. */
export const mergeDescriptors = (all: readonly Descriptor[]): Descriptor => all.reduce(merge, undescribed);

const merge = (before: Descriptor, more: Descriptor): Descriptor => ({
  instances: joined(before.instances, more.instances),
  runtime: joined(before.runtime, more.runtime),
  dependencies: joined(before.dependencies, more.dependencies),
  config: before.config === null && more.config === null ? null : union(before.config, more.config),
  flags: joined(before.flags, more.flags),
  schema: more.schema ?? before.schema,
  data:
    before.data === null && more.data === null ? null : { tables: { ...before.data?.tables, ...more.data?.tables } },
});

const joined = <T extends object>(before: T | null, more: T | null): T | null =>
  before === null || more === null ? (before ?? more) : { ...before, ...more };

const union = (before: readonly string[] | null, more: readonly string[] | null): readonly string[] => [
  ...new Set([...(before ?? []), ...(more ?? [])]),
];
