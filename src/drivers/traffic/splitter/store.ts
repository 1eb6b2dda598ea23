import { join } from "node:path";
import { AppError } from "../../../errors.ts";
import { readIfThere, writeDurably } from "../../durable-file.ts";
import { parseRouting, type Routing } from "./routes.ts";

const file = (folder: string): string => join(folder, "routes.json");

/** @returns the last routing that was acknowledged; null when there never was one */
export const loadRouting = async (folder: string): Promise<Routing | null> => {
  const text = await readIfThere(file(folder));
  if (text === null) return null;
  const routing = parseRouting(parseJson(text));
  if (typeof routing !== "string") return routing;
  throw new AppError("DRIVER_FAILED", {
    driver: "splitter",
    act: "reading its routes",
    problem: `${file(folder)}: ${routing}`,
    fix: "Nothing is routed until they are mended: delete the file and let Headgate set the routes anew.",
  });
};

export const saveRouting = (folder: string, routing: Routing): Promise<void> =>
  writeDurably(file(folder), `${JSON.stringify(routing)}\n`);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
