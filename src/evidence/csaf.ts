import { z } from "zod";
import { instantField, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { unreadable } from "./unreadable.ts";
import type { Product, Statement, Vex, VexStatus } from "./vex.ts";

const helper = z.looseObject({
  purl: z.string().optional(),
  hashes: z
    .array(z.looseObject({ file_hashes: z.array(z.looseObject({ algorithm: z.string(), value: z.string() })) }))
    .default([]),
});
const product = z.looseObject({ product_id: wordsField, product_identification_helper: helper.optional() });
type Named = z.infer<typeof product>;

type Branch = { readonly product?: Named | undefined; readonly branches?: readonly Branch[] | undefined };
const branch: z.ZodType<Branch> = z.looseObject({
  product: product.optional(),
  get branches(): z.ZodOptional<z.ZodArray<z.ZodType<Branch>>> {
    return z.array(branch).optional();
  },
});

const relationship = z.looseObject({
  product_reference: wordsField,
  relates_to_product_reference: wordsField,
  full_product_name: product,
});

const ids = z.array(wordsField).default([]);
const vulnerability = z.looseObject({
  cve: z.string().optional(),
  ids: z.array(z.looseObject({ text: wordsField })).default([]),
  product_status: z.looseObject({
    known_not_affected: ids,
    fixed: ids,
    known_affected: ids,
    under_investigation: ids,
  }),
  flags: z.array(z.looseObject({ label: wordsField, product_ids: ids })).default([]),
  threats: z.array(z.looseObject({ category: wordsField, details: z.string(), product_ids: ids })).default([]),
});
type Vulnerability = z.infer<typeof vulnerability>;

const document = z.looseObject({
  document: z.looseObject({
    category: z.literal("csaf_vex", { error: "only CSAF documents of the profile csaf_vex are read" }),
    publisher: z.looseObject({ name: wordsField }),
    tracking: z.looseObject({
      current_release_date: instantField,
      status: z.enum(["final", "interim"], { error: "a draft states nothing yet" }),
    }),
  }),
  product_tree: z.looseObject({
    branches: z.array(branch).default([]),
    full_product_names: z.array(product).default([]),
    relationships: z.array(relationship).default([]),
  }),
  vulnerabilities: z.array(vulnerability).min(1, { error: "it states nothing" }),
});
type Tree = z.infer<typeof document>["product_tree"];

/**
 * CSAF 2.0, profile `csaf_vex`. Why a product is not affected stands in `flags`, or in `threats` of the category impact.
 *
 * @throws Unreadable, also when a statement is about a product that the document does not describe
 * @source https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html §4.5
 */
export const csaf = (text: string): Vex => {
  const { document: about, product_tree: tree, vulnerabilities } = checked(document, parseJson(text));
  const at = about.tracking.current_release_date;
  const products = productsOf(tree);
  return {
    author: about.publisher.name,
    madeAt: at,
    statements: vulnerabilities.flatMap((one) => statementsOf(one, products, at)),
  };
};

const statuses: readonly (readonly [keyof Vulnerability["product_status"], VexStatus])[] = [
  ["known_not_affected", "not_affected"],
  ["fixed", "fixed"],
  ["known_affected", "affected"],
  ["under_investigation", "under_investigation"],
];

const statementsOf = (one: Vulnerability, products: ReadonlyMap<string, Product>, at: Statement["at"]) => {
  const names = [...(one.cve === undefined ? [] : [one.cve]), ...one.ids.map(({ text }) => text)];
  return statuses.flatMap(([list, status]) =>
    (one.product_status[list] as readonly string[]).map((id): Statement => {
      const product = products.get(id) ?? unreadable(`it states something of "${id}", which its product tree lacks`);
      return { names, status, products: [product], because: reason(one, id), at };
    }),
  );
};

const reason = ({ flags, threats }: Vulnerability, id: string): string =>
  flags.find(({ product_ids }) => product_ids.includes(id))?.label ??
  threats.find(({ category, product_ids }) => category === "impact" && product_ids.includes(id))?.details ??
  "";

const productsOf = (tree: Tree): ReadonlyMap<string, Product> => {
  const plain = new Map(
    [...tree.full_product_names, ...leaves(tree.branches, 0)].map((one) => [one.product_id, idsOf(one)]),
  );
  const within = tree.relationships.map((one): [string, Product] => [
    one.full_product_name.product_id,
    {
      ids: plain.get(one.relates_to_product_reference) ?? [],
      parts: [plain.get(one.product_reference) ?? []],
    },
  ]);
  return new Map([...[...plain].map(([id, ids]): [string, Product] => [id, { ids, parts: [] }]), ...within]);
};

/** Deeper than any real tree of products. */
const deepest = 64;

const leaves = (branches: readonly Branch[], depth: number): readonly Named[] =>
  depth > deepest
    ? unreadable(`its branches are nested deeper than ${deepest}`)
    : branches.flatMap((one) => [
        ...(one.product === undefined ? [] : [one.product]),
        ...leaves(one.branches ?? [], depth + 1),
      ]);

const idsOf = ({ product_identification_helper: { purl, hashes = [] } = { hashes: [] } }: Named): readonly string[] => [
  ...(purl === undefined ? [] : [purl]),
  ...hashes
    .flatMap(({ file_hashes }) => file_hashes)
    .filter(({ algorithm }) => /^sha-?256$/i.test(algorithm))
    .map(({ value }) => `sha256:${value.toLowerCase()}`),
];
