import type { Digest } from "../units.ts";

/** What was approved. */
export type Approved = {
  readonly build: Digest;
  readonly version: string;
  readonly migrations: readonly string[];
  readonly flags: Readonly<Record<string, string>>;
};

/** What an instance says of itself; null where it was not asked, a text where it could not tell. */
export type RunningInstance = {
  readonly id: string;
  readonly build: Digest;
  readonly tells: Told | string | null;
};

export type Told = {
  readonly version: string | null;
  readonly migrations: readonly string[];
  readonly flags: Readonly<Record<string, string>>;
};

/** Every difference between what was approved and what runs, instance by instance, in words (R84). */
export const runningDifferences = (approved: Approved, instances: readonly RunningInstance[]): readonly string[] =>
  instances.flatMap(({ id, build, tells }) => [
    ...(build === approved.build ? [] : [`${id} runs the digest ${build}, approved is ${approved.build}`]),
    ...differences(approved, tells).map((what) => `${id}: ${what}`),
  ]);

const differences = (approved: Approved, tells: RunningInstance["tells"]): readonly string[] => {
  if (tells === null) return [];
  if (typeof tells === "string") return [tells];
  const { version, migrations, flags } = tells;
  return [
    ...(version === approved.version ? [] : [`version ${version ?? "untold"}, approved is ${approved.version}`]),
    ...approved.migrations.filter((one) => !migrations.includes(one)).map((one) => `migration ${one} is missing`),
    ...Object.entries(approved.flags)
      .filter(([name, value]) => flags[name] !== value)
      .map(([name, value]) => `flag ${name} is ${flags[name] ?? "not there"}, approved is ${value}`),
  ];
};
