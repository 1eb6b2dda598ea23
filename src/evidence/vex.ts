import type { Finding } from "../domain/release/evidence.ts";
import type { Digest, Instant } from "../domain/units.ts";
import { digestIn, withoutQualifiers } from "./purl.ts";

export type VexStatus = "not_affected" | "fixed" | "affected" | "under_investigation";

/** Package URLs and digests by which a document names one thing; `parts` are within it, and none means all of it. */
export type Product = { readonly ids: readonly string[]; readonly parts: readonly (readonly string[])[] };

export type Statement = {
  /** The vulnerability, by every name that the document gives it. */
  readonly names: readonly string[];
  readonly status: VexStatus;
  readonly products: readonly Product[];
  /** Why it is not affected; "" when the document does not say. */
  readonly because: string;
  readonly at: Instant;
};

/** What a VEX document says: "Vulnerability Exploitability eXchange", in whichever format. */
export type Vex = { readonly author: string; readonly madeAt: Instant; readonly statements: readonly Statement[] };

export type Excused = { readonly finding: Finding; readonly by: Statement };

/**
 * The findings that a document takes out of the count, and those that stay: the youngest statement about this
 * vulnerability in this very product decides. `not_affected` takes out with a justification, `fixed` by itself;
 * `affected`, `under_investigation`, and whatever is about another version do not. Of two equally young the worse holds.
 *
 * @param build  what the findings were found in, so that a statement may name it as the product; null when unknown
 */
export const excuse = (
  findings: readonly Finding[],
  { statements }: Pick<Vex, "statements">,
  build: Digest | null,
): { readonly open: readonly Finding[]; readonly excused: readonly Excused[] } => {
  const judged = findings.map((finding) => ({ finding, by: ruling(finding, statements, build) }));
  return {
    open: judged.filter(({ by }) => by === null).map(({ finding }) => finding),
    excused: judged.filter((one): one is Excused => one.by !== null),
  };
};

const ruling = (finding: Finding, statements: readonly Statement[], build: Digest | null): Statement | null => {
  const about = statements.filter(
    (one) => isNamed(finding, one) && one.products.some((p) => isAbout(finding, p, build)),
  );
  const youngest = Math.max(...about.map(({ at }) => at));
  const last = about.filter(({ at }) => at === youngest);
  return last.length > 0 && last.every(isExcusing) ? (last[0] ?? null) : null;
};

const isExcusing = ({ status, because }: Statement): boolean =>
  status === "fixed" || (status === "not_affected" && because.trim() !== "");

const isNamed = ({ names = [] }: Finding, statement: Statement): boolean =>
  names.some((name) => statement.names.includes(name));

/** The component itself, in this version; or the build, with that component or as a whole. */
const isAbout = ({ component = "" }: Finding, { ids, parts }: Product, build: Digest | null): boolean => {
  const isPart = parts.length === 0 || parts.some((part) => part.some((id) => isSame(id, component)));
  if (ids.some((id) => isSame(id, component))) return parts.length === 0;
  return build !== null && ids.some((id) => digestIn(id) === build) && isPart;
};

/** In the same version: a package URL without one covers no version. One without qualifiers stands for all of them. */
const isSame = (id: string, component: string): boolean =>
  id !== "" && (id === component || id === withoutQualifiers(component));
