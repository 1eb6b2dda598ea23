import { z } from "zod";

/** The parts of SARIF 2.1.0 that we read. Results are strict as in its schema, lest a misspelt `level` go unseen. */
const bag = z.record(z.string(), z.unknown()).default({});
const words = z.record(z.string(), z.string()).default({});
const level = z.enum(["none", "note", "warning", "error"]);
const index = z.int().min(-1);

const rule = z.looseObject({
  id: z.string(),
  defaultConfiguration: z.looseObject({ level: level.optional() }).optional(),
  properties: bag,
});

const component = z.looseObject({
  name: z.string().min(1),
  version: z.string().optional(),
  semanticVersion: z.string().optional(),
  rules: z.array(rule).default([]),
});

const location = z.looseObject({
  physicalLocation: z
    .looseObject({
      artifactLocation: z.looseObject({ uri: z.string().optional() }).optional(),
      region: z.looseObject({ startLine: z.int().min(1).optional() }).optional(),
    })
    .optional(),
});

const suppression = z.looseObject({
  kind: z.enum(["inSource", "external"]),
  // §3.35.3: without a status a suppression is accepted.
  status: z.enum(["accepted", "underReview", "rejected"]).default("accepted"),
});

const unread = Object.fromEntries(
  (
    "analysisTarget guid correlationGuid occurrenceCount stacks codeFlows graphs graphTraversals relatedLocations rank " +
    "attachments hostedViewerUri workItemUris provenance fixes taxa webRequest webResponse properties"
  )
    .split(" ")
    .map((name) => [name, z.unknown().optional()]),
);

const result = z.strictObject({
  ...unread,
  ruleId: z.string().optional(),
  ruleIndex: index.optional(),
  rule: z
    .looseObject({
      id: z.string().optional(),
      index: index.optional(),
      toolComponent: z.looseObject({ index: z.int().min(0).optional() }).optional(),
    })
    .optional(),
  kind: z.enum(["pass", "open", "informational", "notApplicable", "review", "fail"]).default("fail"),
  level: level.optional(),
  message: z.looseObject({ text: z.string().optional(), markdown: z.string().optional() }),
  locations: z.array(location).default([]),
  fingerprints: words,
  partialFingerprints: words,
  suppressions: z.array(suppression).default([]),
  baselineState: z.enum(["new", "unchanged", "updated", "absent"]).optional(),
});

const run = z.looseObject({
  tool: z.looseObject({ driver: component, extensions: z.array(component).default([]) }),
  invocations: z
    .array(z.looseObject({ executionSuccessful: z.boolean(), endTimeUtc: z.string().optional() }))
    .default([]),
  results: z.array(result, { error: "a run without results has not scanned anything" }),
  properties: bag,
});

export const sarifLog = z.looseObject({
  version: z.literal("2.1.0", { error: "only SARIF 2.1.0 is read" }),
  runs: z.array(run).min(1, { error: "it holds no run, so nothing was scanned" }),
});

export type Rule = z.infer<typeof rule>;
export type Result = z.infer<typeof result>;
export type Run = z.infer<typeof run>;
