import { z } from "zod";
import { json } from "../ask-page.ts";
import { strange } from "./settings.ts";

/** What was there, shortly. JSON would write infinity as null. */
const written = (input: unknown): string => {
  if (input === undefined) return "is missing";
  return `is ${typeof input === "number" ? input : (JSON.stringify(input) ?? "").slice(0, 80)}`;
};

const count = z
  .int({ error: ({ input }) => `${written(input)}; a count is a whole number of 0 or more` })
  .min(0, { error: ({ input }) => `${written(input)}; a count is a whole number of 0 or more` });

/** `+Inf` as in Prometheus: JSON has no infinity. */
const edge = z.union([z.number().positive(), z.literal("+Inf")], {
  error: ({ input }) => `${written(input)}; an edge is a number above 0, or "+Inf"`,
});

const numberOf = (given: z.infer<typeof edge>): number => (given === "+Inf" ? Number.POSITIVE_INFINITY : given);

const upTo = z
  .array(z.tuple([edge, count]))
  .refine((all) => all.every(([at], i) => i === 0 || numberOf(at) > numberOf(all[i - 1]![0])), {
    error: "its edges do not rise",
  })
  .refine((all) => all.every(([, n], i) => i === 0 || n >= all[i - 1]![1]), {
    error: "its counts fall; each holds all that took up to its edge, the faster ones included",
  })
  .refine((all) => all.at(-1)?.[0] === "+Inf", { error: 'does not end with ["+Inf", count]' });

const latency = z.strictObject({ unit: z.enum(["ms", "s"]), upTo });

const counter = z
  .strictObject({ total: count, bad: count.default(0) })
  .refine(({ total, bad }) => bad <= total, { error: "has more bad ones than there are in all" });

const build = z
  .strictObject({
    requests: count,
    errors: count.default(0),
    latency: latency.optional(),
    counters: z.record(z.string(), counter).default({}),
    gauges: z.record(z.string(), z.number().nullable()).default({}),
  })
  .refine(({ requests, errors }) => errors <= requests, { error: "has more errors than requests" })
  // Half of the picture is no picture, and must not look like one.
  .refine(({ requests, errors, latency: told }) => told !== undefined || requests <= errors, {
    error: "was answered well, and has no latency",
    path: ["latency"],
  });

export type PageBuild = z.infer<typeof build>;

const page = z.strictObject({
  at: z.iso.datetime({ offset: true }).optional(),
  builds: z.record(z.string(), z.unknown()),
});

/** What a page says, with its builds unread: those that nobody asks for may be whatever they are. */
export const readPage = (text: string): z.infer<typeof page> => {
  const given = json(text);
  if (given === undefined) throw strange(`its answer is no JSON: ${text.slice(0, 200)}`);
  return checked(page, given, []);
};

/** @returns null when the page does not know this version */
export const buildOf = ({ builds }: z.infer<typeof page>, version: string): PageBuild | null =>
  Object.hasOwn(builds, version) ? checked(build, builds[version], ["builds", version]) : null;

/** Edges in seconds. */
export const edgesOf = ({ unit, upTo: all }: z.infer<typeof latency>) =>
  all.map(([at, n]) => ({ edge: numberOf(at) / (unit === "ms" ? 1_000 : 1), count: n }));

const checked = <T>(schema: z.ZodType<T>, given: unknown, above: readonly string[]): T => {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = [...above, ...(issue?.path ?? [])].map(String).join(" › ");
  throw strange(`${path === "" ? "its answer" : path} ${wordsOf(issue)}`);
};

const wordsOf = (issue: z.core.$ZodIssue | undefined): string => {
  if (issue?.code === "unrecognized_keys") return `has ${issue.keys.join(", ")}, which nothing here is called`;
  // A word of ours says what is there; one of zod's only what it expected.
  return (issue?.message ?? "").replace(/^Invalid input: /, "is not right: ");
};
