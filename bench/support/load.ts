/**
 * Steady traffic from a process of its own: `node load.ts <url> <requests a second> <longest, in s> <seed>`. At SIGTERM
 * it ends and prints its counts as JSON.
 */
import { startLoad } from "../../src/demo/load.ts";

const [url = "", rate, longest, seed] = process.argv.slice(2);
const load = startLoad({ url, ratePerSecond: Number(rate), seed: Number(seed), maxMs: Number(longest) * 1_000 });
process.once("SIGTERM", () => void load.stop());
console.log(JSON.stringify(await load.finished));
