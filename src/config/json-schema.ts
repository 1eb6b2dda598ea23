import { z } from "zod";
import { processFile } from "../process/schema.ts";
import { headgate } from "./schema.ts";
import { server } from "./server-settings.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON Schema (2020-12) of `headgate.yaml`, for editors: shapes and descriptions, not the rules between parts. */
export const headgateSchema = (): JsonSchema => ({ title: "headgate.yaml", ...exported(headgate) });

/** JSON Schema (2020-12) of `process.yaml`. */
export const processSchema = (): JsonSchema => ({ title: "process.yaml", ...exported(processFile) });

/** JSON Schema (2020-12) of `server.yaml`. */
export const serverSchema = (): JsonSchema => ({ title: "server.yaml", ...exported(server) });

/** Of what people write, not of what we make of it; keys with a default are optional there. */
const exported = (schema: z.ZodType): JsonSchema => ({ ...z.toJSONSchema(schema, { io: "input" }) });
