import { digestsOf, nameable } from "./cyclonedx-parts.ts";
import { type Bom, cyclonedxBom, type Vulnerability } from "./cyclonedx-schema.ts";
import { checked, parseJson } from "./json.ts";
import { unreadable } from "./unreadable.ts";
import type { Product, Statement, Vex, VexStatus } from "./vex.ts";

/**
 * CycloneDX as a VEX document: what its analyses state, of the components that they affect. A vulnerability without an
 * analysis states nothing.
 *
 * @throws Unreadable, also when it names neither author nor date
 * @source https://cyclonedx.org/capabilities/vex/
 */
export const cyclonedxVex = (text: string): Vex => {
  const bom = checked(cyclonedxBom, parseJson(text));
  const [author, madeAt] = [authorOf(bom), bom.metadata.timestamp];
  if (author === "") unreadable("it names no author, so nobody answers for it");
  if (madeAt === undefined) return unreadable("it has no timestamp");
  const statements = statementsOf(bom, madeAt);
  return statements.length === 0 ? unreadable("it states nothing") : { author, madeAt, statements };
};

export const authorOf = ({ metadata: { authors, manufacture, manufacturer, supplier } }: Bom): string =>
  [...authors.map(({ name }) => name), manufacturer?.name, manufacture?.name, supplier?.name]
    .filter((name) => name !== undefined && name.trim() !== "")
    .join(", ");

export const statementsOf = (bom: Bom, madeAt: Statement["at"]): readonly Statement[] => {
  const known = nameable(bom);
  return (bom.vulnerabilities ?? []).flatMap((one): Statement[] => {
    if (one.analysis === undefined) return [];
    const { state, justification, detail, lastUpdated, firstIssued } = one.analysis;
    return [
      {
        names: namesOf(one),
        status: statuses[state],
        products: one.affects.map(({ ref }): Product => {
          const found = known.get(refOf(ref));
          return { ids: [found?.purl ?? refOf(ref), ...(found === undefined ? [] : digestsOf(found))], parts: [] };
        }),
        because: justification ?? detail ?? "",
        at: lastUpdated ?? firstIssued ?? madeAt,
      },
    ];
  });
};

const statuses: Readonly<Record<NonNullable<Vulnerability["analysis"]>["state"], VexStatus>> = {
  resolved: "fixed",
  resolved_with_pedigree: "fixed",
  false_positive: "not_affected",
  not_affected: "not_affected",
  exploitable: "affected",
  in_triage: "under_investigation",
};

export const namesOf = ({ id, references }: Vulnerability): readonly string[] => [
  id,
  ...references.map((one) => one.id),
];

/** A BOM-Link (`urn:cdx:<serial>/<version>#<ref>`) → the reference within that document. */
export const refOf = (ref: string): string =>
  ref.startsWith("urn:cdx:") && ref.includes("#") ? decodeURIComponent(ref.slice(ref.indexOf("#") + 1)) : ref;
