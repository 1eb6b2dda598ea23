import type { Preflight, PreflightFacts } from "./preflight-facts.ts";

/** Instances that run beside the full size at the widest step. */
export const beside = ({ steps, count }: PreflightFacts): number =>
  Math.max(0, ...steps.map(({ candidate, meanwhile }) => candidate + meanwhile - count));

/** Room for what the widest step starts beside the baseline. Not known is said, and is no failure. */
export const roomFor = (facts: PreflightFacts): readonly Preflight[] => {
  const [needed, { room }] = [beside(facts), facts];
  if (needed === 0) return [];
  if (room === null)
    return [{ level: "note", about: "room", says: `it needs room for ${needed} more instances; nobody can know here` }];
  return [
    room < needed
      ? {
          level: "problem",
          about: "room",
          says: `it needs room for ${needed} more instances, and there is room for ${room}`,
        }
      : { level: "note", about: "room", says: `there is room for the ${needed} more instances that it needs` },
  ];
};

/** Two versions that use the same data at once have to be shown to get along (R28, R30, R32). */
export const compatible = ({ compatibility }: PreflightFacts): readonly Preflight[] => {
  switch (compatibility) {
    case "proven":
      return [{ level: "note", about: "compatibility", says: "the two versions were shown to get along" }];
    case "open":
      return [{ level: "problem", about: "compatibility", says: "nothing shows that the two versions get along" }];
    case "not asked":
      return [{ level: "note", about: "compatibility", says: "no hook changes data that both versions use" }];
  }
};
