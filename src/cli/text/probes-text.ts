import type { TriedProbe, TriedProbes } from "../../conductor/try-probes.ts";
import { columns } from "./columns.ts";
import type { Layout } from "./paint.ts";

/** A line for each probe, below it what is wrong, and what it all comes to. */
export const probesText = (requirement: string, { environment, probes }: TriedProbes, { paint }: Layout): string => {
  const state = { holds: paint.good("holds"), failed: paint.bad("FAILED"), error: paint.doubt("ERROR") };
  const lines = columns(probes.map((one) => [nameOf(one), `${one.millis} ms`, state[one.state]]));
  const bad = probes.filter((one) => one.state !== "holds").length;
  return [
    ...lines.flatMap((line, i) => [line, ...probes[i]!.problems.map((problem) => `    ${problem}`)]),
    bad === 0
      ? `All ${probes.length} hold in ${environment}. Nothing was recorded.`
      : `${bad} of ${probes.length} do not hold in ${environment}, so that ${requirement} would not pass. Nothing was recorded.`,
  ].join("\n");
};

const nameOf = ({ part, name }: TriedProbe): string => (part === "" ? name : `${part}: ${name}`);
