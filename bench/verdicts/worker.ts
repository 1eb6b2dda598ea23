import { parentPort } from "node:worker_threads";
import { type Batch, playBatch } from "./batch.ts";

parentPort?.on("message", (batch: Batch) => parentPort?.postMessage(playBatch(batch)));
