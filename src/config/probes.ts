import { z } from "zod";
import type { Millis } from "../domain/units.ts";
import { someDuration } from "./duration.ts";
import { probeForms } from "./probe-forms.ts";
import { measures, ownFigures } from "./probe-measures.ts";
import { strict, text } from "./values.ts";

type Forms = { readonly [Kind in keyof typeof probeForms]: z.output<(typeof probeForms)[Kind]> };
export type ProbeKind = keyof Forms;

/** One look at the world, as `headgate.yaml` asks for it. */
export type ProbeSpec<Kind extends ProbeKind = ProbeKind> = {
  [One in Kind]: {
    readonly kind: One;
    /** What people call it; no other probe of the binding has this name. */
    readonly name: string;
    /** Figure of the report under which what it measured is told, for the rules of the check. */
    readonly figure: string | null;
    readonly within: Millis;
    readonly asks: Forms[One];
  };
}[Kind];

export const probeKinds = Object.keys(probeForms) as readonly ProbeKind[];

const usually = {
  "metric-delta": "60s",
  ports: "60s",
  command: "60s",
  log: "30s",
  "dry-run": "10m",
  "slow-queries": "30s",
  "log-lines": "60s",
} as const satisfies Partial<Record<ProbeKind, string>>;

const optional = <Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape) =>
  Object.fromEntries(Object.entries(shape).map(([key, form]) => [key, form.optional()])) as {
    [Key in keyof Shape]: z.ZodOptional<Shape[Key]>;
  };

const entry = strict({
  name: text.optional().describe("What people call it."),
  within: someDuration.optional().describe("It has failed by then."),
  figure: text
    .refine((given) => !ownFigures.includes(given), { error: "is a figure that is counted here; write another name" })
    .optional()
    .describe("A figure of the check's rules that what it measures stands for."),
  ...optional(probeForms),
}).superRefine((given, context) => {
  const [kind, second] = probeKinds.filter((one) => given[one] !== undefined);
  const complain = (path: readonly string[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message });
  if (kind === undefined) return complain([], `asks nothing; write one of ${probeKinds.join(", ")}`);
  if (second !== undefined) complain([second], "is a second question; write it as a probe of its own");
  if (given.figure !== undefined && measures[kind] === undefined)
    complain(["figure"], `is for what measures; ${Object.keys(measures).join(", ")} do`);
  const asks = given[kind];
  if ((kind === "prometheus" || kind === "sql") && given.figure === undefined && !isBound(asks ?? {}))
    complain([kind], "would always hold; write is, min, max, above or below, or a figure that the check's rules judge");
});

const isBound = (asks: Readonly<Record<string, unknown>>): boolean =>
  ["is", "min", "max", "above", "below", "sameAs", "against"].some(
    (key) => asks[key] !== undefined && asks[key] !== null,
  );

const toSpec = (given: z.output<typeof entry>): ProbeSpec => {
  const kind = probeKinds.find((one) => given[one] !== undefined) ?? z.NEVER;
  const asks = given[kind];
  const within = given.within ?? someDuration.parse(kind in usually ? usually[kind as keyof typeof usually] : "10s");
  // The entry was checked to have exactly this kind.
  return { kind, asks, within, name: given.name ?? nameOf(kind, asks), figure: given.figure ?? null } as ProbeSpec;
};

/** What it looks at, in few words. */
const nameOf = (kind: ProbeKind, asks: unknown): string => {
  const { at, url, get, host, name, query, run, names, flags, file, store, manifest, provider, database } =
    asks as Readonly<Record<string, unknown>>;
  const address =
    typeof at === "object" && at !== null && "host" in at && "port" in at ? `${at.host}:${at.port}` : null;
  const driver = typeof store === "object" && store !== null && "driver" in store ? store.driver : null;
  const listed = [run, names, manifest, Object.keys(flags ?? {}), database];
  const words = [driver, query, provider, address, url, get, file, host, name, ...listed];
  const what = words.find((one) => one !== null && one !== undefined && one !== "" && String(one) !== "");
  return `${kind} ${Array.isArray(what) ? what.join(" ") : String(what)}`;
};

export const probe = entry.transform(toSpec);

const namedOnce = (given: readonly ProbeSpec[], context: z.RefinementCtx): void => {
  for (const [i, { name }] of given.entries())
    if (given.findIndex((other) => other.name === name) < i)
      context.addIssue({ code: "custom", path: [i], message: `is a second "${name}"; give it a name of its own` });
};

/** Probes beside those of checks, for what stands under a key of its own. */
export const probeList = z.array(probe).superRefine(namedOnce).default([]);

export const probes = z
  .array(probe)
  .min(1, { error: "is empty; write one probe at least, for nothing looked at proves nothing" })
  .superRefine(namedOnce)
  .nullable()
  .default(null)
  .describe("Looks at the world, all of which must hold.");
