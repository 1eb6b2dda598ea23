import { z } from "zod";
import { instantField, wordsField } from "./fields.ts";

/** The parts of CycloneDX 1.4 to 1.6 that we read. */
const hash = z.looseObject({ alg: wordsField, content: wordsField });

const shape = {
  "bom-ref": z.string().optional(),
  name: z.string().default(""),
  version: z.string().default(""),
  purl: z.string().optional(),
  hashes: z.array(hash).default([]),
};
export type Component = z.infer<z.ZodObject<typeof shape>> & { readonly components?: readonly Component[] | undefined };

const component: z.ZodType<Component> = z.looseObject({
  ...shape,
  get components(): z.ZodOptional<z.ZodArray<z.ZodType<Component>>> {
    return z.array(component).optional();
  },
});

const organisation = z.looseObject({ name: z.string().default("") }).optional();

const analysis = z.looseObject({
  state: z.enum(["resolved", "resolved_with_pedigree", "exploitable", "in_triage", "false_positive", "not_affected"], {
    error: "it is no state of an analysis",
  }),
  justification: z.string().optional(),
  detail: z.string().optional(),
  firstIssued: instantField.optional(),
  lastUpdated: instantField.optional(),
});

const vulnerability = z.looseObject({
  id: wordsField,
  references: z.array(z.looseObject({ id: wordsField })).default([]),
  ratings: z
    .array(
      z.looseObject({
        severity: z.string().optional(),
        score: z.number().min(0).optional(),
        method: z.string().default(""),
      }),
    )
    .default([]),
  description: z.string().default(""),
  affects: z.array(z.looseObject({ ref: wordsField })).default([]),
  analysis: analysis.optional(),
});
export type Vulnerability = z.infer<typeof vulnerability>;

const tool = z.looseObject({ name: z.string().default(""), version: z.string().default("") });

export const cyclonedxBom = z.looseObject({
  bomFormat: z.literal("CycloneDX", { error: "it is no CycloneDX document" }),
  specVersion: z.enum(["1.4", "1.5", "1.6"], { error: "CycloneDX 1.4 to 1.6 are read" }),
  metadata: z
    .looseObject({
      timestamp: instantField.optional(),
      tools: z.union([z.array(tool), z.looseObject({ components: z.array(tool).default([]) })]).default([]),
      component: component.optional(),
      authors: z.array(z.looseObject({ name: z.string().default("") })).default([]),
      manufacture: organisation,
      manufacturer: organisation,
      supplier: organisation,
      properties: z.array(z.looseObject({ name: z.string(), value: z.string().default("") })).default([]),
    })
    .default({ tools: [], authors: [], properties: [] }),
  components: z.array(component).default([]),
  vulnerabilities: z.array(vulnerability).optional(),
});
export type Bom = z.infer<typeof cyclonedxBom>;
