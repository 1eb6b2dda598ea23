import { z } from "zod";
import { instantField, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import type { Product, Vex } from "./vex.ts";

const named = {
  "@id": z.string().optional(),
  identifiers: z.record(z.string(), z.string()).default({}),
  hashes: z.record(z.string(), z.string()).default({}),
};
const product = z.looseObject({ ...named, subcomponents: z.array(z.looseObject(named)).default([]) });
type Named = z.infer<z.ZodObject<typeof named>>;

const statement = z.looseObject({
  vulnerability: z.looseObject({ name: wordsField, aliases: z.array(z.string()).default([]) }),
  products: z.array(product).default([]),
  status: z.enum(["not_affected", "affected", "fixed", "under_investigation"], {
    error: "a status is not_affected, affected, fixed or under_investigation",
  }),
  justification: z.string().optional(),
  impact_statement: z.string().optional(),
  timestamp: instantField.optional(),
});

const document = z.looseObject({
  "@context": z.string().startsWith("https://openvex.dev/ns", { error: "it is no OpenVEX document" }),
  author: wordsField,
  timestamp: instantField,
  last_updated: instantField.optional(),
  statements: z.array(statement).min(1, { error: "it states nothing" }),
});

/**
 * OpenVEX 0.2. A statement is as old as it says, else as the document.
 *
 * @throws Unreadable, also when it names no author
 * @source https://github.com/openvex/spec
 */
export const openvex = (text: string): Vex => {
  const { author, timestamp, last_updated: updated, statements } = checked(document, parseJson(text));
  return {
    author,
    madeAt: updated ?? timestamp,
    statements: statements.map((one) => ({
      names: [one.vulnerability.name, ...one.vulnerability.aliases],
      status: one.status,
      products: one.products.map(toProduct),
      because: one.justification ?? one.impact_statement ?? "",
      at: one.timestamp ?? updated ?? timestamp,
    })),
  };
};

const toProduct = (given: z.infer<typeof product>): Product => ({
  ids: idsOf(given),
  parts: given.subcomponents.map(idsOf),
});

const idsOf = ({ "@id": id, identifiers, hashes }: Named): readonly string[] => [
  ...(id === undefined ? [] : [id]),
  ...Object.values(identifiers),
  ...(hashes["sha-256"] === undefined ? [] : [`sha256:${hashes["sha-256"].toLowerCase()}`]),
];
