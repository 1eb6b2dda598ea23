import type { Bom, Component } from "./cyclonedx-schema.ts";
import { unreadable } from "./unreadable.ts";

/** Deeper than any real nesting of components. */
const deepest = 64;

const flat = (components: readonly Component[], depth: number): readonly Component[] =>
  depth > deepest
    ? unreadable(`its components are nested deeper than ${deepest}`)
    : components.flatMap((one) => [one, ...flat(one.components ?? [], depth + 1)]);

export const componentsOf = ({ components }: Bom): readonly Component[] => flat(components, 0);

/** Everything that a reference of the document may mean, by `bom-ref`. */
export const nameable = (bom: Bom): ReadonlyMap<string, Component> =>
  new Map(
    [...(bom.metadata.component === undefined ? [] : [bom.metadata.component]), ...componentsOf(bom)].flatMap((one) =>
      one["bom-ref"] === undefined ? [] : [[one["bom-ref"], one] as const],
    ),
  );

export const digestsOf = ({ hashes }: Component): readonly string[] =>
  hashes.filter(({ alg }) => /^SHA-?256$/i.test(alg)).map(({ content }) => `sha256:${content.toLowerCase()}`);
