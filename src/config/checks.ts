import { z } from "zod";
import type { Check, Process } from "../domain/process/process.ts";
import { isReference } from "../domain/process/side-parts.ts";
import { camelKeys } from "./camel-keys.ts";
import type { Complaint, Path } from "./complaint.ts";
import type { CheckBinding, HttpCheck } from "./config.ts";
import { someDuration } from "./duration.ts";
import { asks } from "./explain.ts";
import { meant } from "./nearest.ts";
import { probeFigureRules } from "./probe-figures.ts";
import { probes } from "./probes.ts";
import type { Sound } from "./sound.ts";
import { command, strict, text } from "./values.ts";

const path = z
  .string({ error: asks("write a path that begins with /, such as /cart") })
  .startsWith("/", { error: asks("write a path that begins with /, such as /cart") });

const httpKeys = {
  get: path.describe("Path on the service."),
  status: z.int().min(100).max(599).default(200).describe("The status that it must answer."),
  contains: text.nullable().default(null).describe("A text that the answer must contain."),
  within: someDuration.prefault("5s").describe("The answer must be there by then."),
};

/** One request of the smoke test; without a name it is called by its path. */
const httpCheck = strict({ name: text.exactOptional().describe("What people call it."), ...httpKeys }).transform(
  ({ name, ...rest }): HttpCheck => ({ name: name ?? rest.get, ...rest }),
);

const method = z.enum(["POST", "PUT", "PATCH", "DELETE"]);

const cleanup = z.union(
  [
    strict({
      method: method.default("DELETE").describe("How it is asked."),
      path: path.describe("Path on the service."),
    }),
    strict({ command: command.describe("Removes the test data; its mark is in HEADGATE_TEST.") }),
  ],
  { error: asks("write { path: /test-orders } or { command: [node, clean-up.mjs] }") },
);

/** One that writes must clear up after itself; a GET reads, unless it says `safe: false`. */
const smokeTest = strict({
  name: text.exactOptional().describe("What people call it."),
  ...httpKeys,
  method: method.exactOptional().describe("GET, where nothing is said."),
  body: text.exactOptional().describe("Sent with it, as it stands: JSON."),
  safe: z.boolean().exactOptional().describe("Whether it only reads; else true for GET and false for the others."),
  cleanup: cleanup.exactOptional().describe("Removes what the test wrote, whatever came of it; each has a mark."),
})
  .refine(({ method: how, safe = how === undefined, cleanup: clears }) => safe || clears !== undefined, {
    error: "leaves something behind, and nothing removes it; add cleanup:, or say safe: true where it only reads",
    path: ["cleanup"],
  })
  .transform(
    ({ name, safe: _, body, method: how, cleanup: clears, ...rest }): HttpCheck => ({
      name: name ?? rest.get,
      ...rest,
      ...(how === undefined ? {} : { method: how }),
      ...(body === undefined ? {} : { body }),
      ...(clears === undefined ? {} : { cleanup: clears }),
    }),
  );

export const smoke = z
  .array(smokeTest)
  .min(1, { error: "is empty; ask for one page at least, such as { get: / }" })
  .prefault([{ get: "/" }])
  .describe("Requests that must succeed right after every change of traffic; they read, or clear up after themselves.");

export const data = z
  .union([z.literal("none"), httpCheck], {
    error: asks("write none for a service that keeps no data, or { get: /path } of a checksum"),
  })
  .nullable()
  .default(null)
  .describe("Proves that data survives a rollback: its answer must be the same before and after.");

const source = "give one source: a command (with or without the file that it writes), a file, a page to get, or probes";

/** ms */
const longestWarmUp = 3_600_000;

const binding = strict({
  part: text.default("").describe("Which part of the check, where it has parts."),
  command: command.nullable().default(null).describe("Writes the report to standard output, or to `file`."),
  file: text.nullable().default(null).describe("A report that something else wrote, or that `command` writes."),
  get: text.nullable().default(null).describe("A page on which the report is."),
  probes,
  "warm-up": someDuration
    .refine((given) => given <= longestWarmUp, { error: "is more than 1h, for which nobody would hear of a fault" })
    .exactOptional()
    .describe("So long after the build runs there, what probes find wrong is waited for; at most 1h."),
  format: text.default("figures").describe("The format of the report, such as junit or sarif; probes need none."),
  within: someDuration.prefault("10m").describe("The command or the page has failed by then."),
}).superRefine(({ command, file, get, probes, "warm-up": warmUp }, ctx) => {
  if (warmUp !== undefined && probes === null)
    ctx.addIssue({
      code: "custom",
      path: ["warm-up"],
      message: "is for probes; a report says itself when to ask again",
    });
  if (command === null && file === null && get === null && probes === null)
    ctx.addIssue({ code: "custom", message: `has no source for its report; ${source}` });
  if (get !== null && (command !== null || file !== null))
    ctx.addIssue({ code: "custom", path: ["get"], message: `is a second source; ${source}` });
  if (probes !== null && (command !== null || file !== null || get !== null))
    ctx.addIssue({ code: "custom", path: ["probes"], message: `is a second source; ${source}` });
});

/** A check without parts needs no list. */
const bindings = z
  .union([binding, z.array(binding).min(1)], {
    error: asks("write { command: […], format: … }, or a list of such, one for each part"),
  })
  .transform((given): readonly CheckBinding[] => (Array.isArray(given) ? given : [given]).map(camelKeys));

export const checks = z
  .record(z.string(), bindings)
  .default({})
  .describe("How checks of the process are answered for this service, by requirement id.");

type Checks = Sound<z.input<typeof checks>>;
export type Binding = Sound<z.input<typeof binding>>;

/** That what is bound exists in the process, and that it reads the report. */
export const checkRules = (given: Checks | undefined, { requirements }: Process): readonly Complaint[] =>
  Object.entries(given ?? {}).flatMap(([id, bound]): readonly Complaint[] => {
    const path = ["checks", id];
    const requirement = requirements.find((one) => one.id === id);
    if (requirement === undefined) {
      const ids = requirements.flatMap((one) => (one.kind === "check" ? [one.id] : []));
      return [{ path, what: "the process has no such check", fix: meant(id, ids, "checks") }];
    }
    if (requirement.kind !== "check")
      return [{ path, what: `its kind is ${requirement.kind}, which no report answers`, fix: "remove it" }];
    if (requirement.reports.length === 0)
      return [{ path, what: "Headgate looks for itself here, and reads no report", fix: "remove it" }];
    return Array.isArray(bound)
      ? bound.flatMap((one: Binding | undefined, i) => bindingRules([...path, i], one, requirement, bound.slice(0, i)))
      : bindingRules(path, bound as Binding | undefined, requirement, []);
  });

const bindingRules = (
  path: Path,
  bound: Binding | undefined,
  check: Check,
  earlier: readonly (Binding | undefined)[],
): readonly Complaint[] => {
  if (bound === undefined) return [];
  if (Object.hasOwn(bound, "probes"))
    return [...partRules(path, bound, check, earlier), ...probeFigureRules(path, bound, check)];
  if (!Object.hasOwn(bound, "format"))
    return [
      ...partRules(path, bound, check, earlier),
      { path: [...path, "format"], what: "is missing", fix: `add it: ${check.reports.join(" or ")}` },
    ];
  const { format } = bound;
  const wrongFormat =
    format === undefined || check.reports.includes(format)
      ? []
      : [
          {
            path: [...path, "format"],
            what: `this check does not read "${format}"`,
            fix: meant(format, check.reports, "formats"),
          },
        ];
  return [...partRules(path, bound, check, earlier), ...wrongFormat];
};

const partRules = (
  path: Path,
  bound: Binding,
  check: Check,
  earlier: readonly (Binding | undefined)[],
): readonly Complaint[] => {
  const part = bound.part ?? "";
  const parts = check.parts.length === 0 ? [""] : check.parts;
  const at = [...path, "part"];
  if (Object.hasOwn(bound, "part") && bound.part === undefined) return [];
  if (!parts.includes(part) && !isReference(check, part))
    return part === ""
      ? [{ path, what: "does not say which part of the check it answers", fix: `add part: ${parts.join(" or ")}` }]
      : [{ path: at, what: `this check has no part "${part}"`, fix: meant(part, check.parts, "parts") }];
  if (!earlier.some((other) => other !== undefined && (other.part ?? "") === part)) return [];
  return [{ path: at, what: `a second report for ${part === "" ? "the same check" : `"${part}"`}`, fix: "keep one" }];
};
