import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Counts } from "../../src/demo/load-counts.ts";

const script = fileURLToPath(new URL("./load.ts", import.meta.url));

/** Load that costs the measured process nothing but its share of the machine. Ends by itself after `longest` s. */
export const startLoad = (url: string, rate: number, longest: number, seed = 7) => {
  const child = spawn(process.execPath, [script, url, String(rate), String(longest), String(seed)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said, ended] = [text(child.stdout), once(child, "exit")];
  return {
    async stop(): Promise<Counts> {
      child.kill("SIGTERM");
      await ended;
      return JSON.parse(await said) as Counts;
    },
  };
};
