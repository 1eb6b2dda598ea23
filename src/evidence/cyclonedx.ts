import type { Report } from "../domain/release/evidence.ts";
import { instant } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { componentsOf, digestsOf, nameable } from "./cyclonedx-parts.ts";
import { type Bom, type Component, cyclonedxBom, type Vulnerability } from "./cyclonedx-schema.ts";
import { authorOf, namesOf, refOf, statementsOf } from "./cyclonedx-vex.ts";
import { checked, parseJson } from "./json.ts";
import { oneBuild } from "./one-build.ts";
import { severityFigures } from "./severity-figures.ts";
import { unreadable } from "./unreadable.ts";
import { excuse } from "./vex.ts";
import { rated, weakness } from "./weakness.ts";

/**
 * CycloneDX 1.4 to 1.6 as JSON. Figure `components`. With a list of vulnerabilities also `critical`, `high`, `medium`,
 * `low`, `total`, `unrated`, a finding for each affected component, and `excused`: those that an analysis of the document
 * takes out, if it names an author. A bill of materials without such a list was not scanned, and has none of these.
 *
 * @throws Unreadable, also when it lists no component
 * @source https://cyclonedx.org/docs/1.6/json/
 */
export const cyclonedx = (text: string): Report => {
  const bom = checked(cyclonedxBom, parseJson(text));
  const { metadata } = bom;
  const components = componentsOf(bom);
  if (components.length === 0) unreadable("it lists no component, so nothing was looked at");
  const scanned = scannedIn(bom);
  return {
    ...blank,
    ...scanned,
    figures: { components: components.length, ...scanned?.figures },
    build: metadata.component === undefined ? null : buildOf(metadata.component, metadata.properties),
    madeAt: metadata.timestamp ?? null,
    tool: ("components" in metadata.tools ? metadata.tools.components : metadata.tools)
      .map(({ name, version }) => `${name} ${version}`.trim())
      .join(", "),
  };
};

const scannedIn = (bom: Bom): Pick<Report, "figures" | "findings" | "lists"> | null => {
  if (bom.vulnerabilities === undefined) return null;
  const known = nameable(bom);
  const { findings: all, unrated } = rated(bom.vulnerabilities.flatMap((one) => found(one, known)));
  const statements = authorOf(bom) === "" ? [] : statementsOf(bom, bom.metadata.timestamp ?? instant(0));
  const { open, excused } = excuse(all, { statements }, null);
  return {
    figures: { ...severityFigures(open), unrated, excused: excused.length },
    findings: open,
    lists:
      excused.length === 0
        ? {}
        : { excused: excused.map(({ finding, by }) => `${finding.id}: ${by.because || by.status}`) },
  };
};

const found = (one: Vulnerability, known: ReadonlyMap<string, Component>) => {
  const scores = one.ratings.flatMap(({ score, method }) =>
    score === undefined || !/^CVSS/.test(method) ? [] : [score],
  );
  const refs = one.affects.length === 0 ? [""] : one.affects.map(({ ref }) => ref);
  return refs.map((ref) => {
    const component = known.get(refOf(ref));
    return weakness({
      name: one.id,
      aliases: namesOf(one).slice(1),
      component: component?.purl ?? refOf(ref),
      word: worstWord(one),
      scores,
      title: one.description || one.id,
      where: component === undefined ? ref : `${component.name} ${component.version}`.trim(),
    });
  });
};

const order = ["critical", "high", "medium", "low", "info", "none"];

/** Of several ratings the worst counts. */
const worstWord = ({ ratings }: Vulnerability): string | undefined =>
  order.find((word) => ratings.some(({ severity }) => severity === word));

const buildOf = (component: Component, properties: Bom["metadata"]["properties"]) =>
  oneBuild([
    ...digestsOf(component),
    ...(component.purl === undefined ? [] : [component.purl]),
    ...properties.filter(({ name }) => name === "aquasecurity:trivy:RepoDigest").map(({ value }) => value),
  ]);
