import { project } from "../../api/routes/project-routes.ts";
import type { House } from "../house.ts";
import { type Served, serve } from "../register.ts";

/** What the server's files say, for clients that plan and look by them. */
export const projectHandlers = (house: Pick<House, "project">): readonly Served[] => [
  serve(project, async () => {
    const { config, process } = await house.project();
    return { config: withoutValues(config) as Record<string, unknown>, process: { ...process } };
  }),
];

/** Keys under which people may write down what opens a door, although `$NAME` is there for that. */
const secretive = new Set(["env", "headers"]);

/** Names of variables stay, and the values of those that were written down do not. Where the journal is, is nobody's business. */
const withoutValues = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutValues);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "database")
      .map(([key, inside]) => [key, secretive.has(key) ? hidden(inside) : withoutValues(inside)]),
  );
};

const hidden = (values: unknown): unknown =>
  typeof values !== "object" || values === null
    ? withoutValues(values)
    : Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isVariable(value) ? value : "not told"]));

const isVariable = (value: unknown): boolean => typeof value === "string" && /^\$\w+$/.test(value);
