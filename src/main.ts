import { enableCompileCache } from "node:module";

// Before anything else is loaded: a second start reads compiled code instead of stripping types again.
enableCompileCache();

const [{ runCli }, { io }] = await Promise.all([import("./cli/run.ts"), import("./process-io.ts")]);
process.exitCode = await runCli(process.argv.slice(2), io);
