import { readFileSync } from "node:fs";
import { parse } from "yaml";

type Stage = { readonly requirements: readonly { readonly id: string }[] };

const text = readFileSync(new URL("../../src/process/default.yaml", import.meta.url), "utf8");
const { stages } = parse(text) as { readonly stages: readonly Stage[] };

/** A check as the process that ships has it, for a small process with the role `lead` and the stage `production`. */
export const checkText = (id: string): string => {
  const found = stages.flatMap(({ requirements }) => requirements).find((one) => one.id === id);
  if (found === undefined) throw new Error(`the default process has no ${id}`);
  return JSON.stringify({ ...found, owner: "lead", after: [] });
};
