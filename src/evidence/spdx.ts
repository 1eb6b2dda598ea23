import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { instantField, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { oneBuild } from "./one-build.ts";
import { unreadable } from "./unreadable.ts";

const item = z.looseObject({
  SPDXID: wordsField,
  name: wordsField,
  checksums: z.array(z.looseObject({ algorithm: wordsField, checksumValue: wordsField })).default([]),
  externalRefs: z.array(z.looseObject({ referenceType: wordsField, referenceLocator: wordsField })).default([]),
});

const document = z.looseObject({
  spdxVersion: z.literal("SPDX-2.3", { error: "only SPDX 2.3 is read" }),
  creationInfo: z.looseObject({ created: instantField, creators: z.array(z.string()).default([]) }),
  documentDescribes: z.array(z.string()).default([]),
  packages: z.array(item).default([]),
  relationships: z
    .array(z.looseObject({ spdxElementId: z.string(), relatedSpdxElement: z.string(), relationshipType: z.string() }))
    .default([]),
});
type Document = z.infer<typeof document>;

/**
 * SPDX 2.3 as JSON: a bill of materials, which holds no vulnerability. Figure `components`: packages besides those that
 * the document describes; list `components`: their package URLs.
 *
 * @throws Unreadable, also when it lists no package
 * @source https://spdx.github.io/spdx-spec/v2.3/
 */
export const spdx = (text: string): Report => {
  const given = checked(document, parseJson(text));
  if (given.packages.length === 0) unreadable("it lists no package");
  const roots = rootsOf(given);
  const described = given.packages.filter(({ SPDXID }) => roots.has(SPDXID));
  const components = given.packages.filter(({ SPDXID }) => !roots.has(SPDXID));
  return {
    ...blank,
    figures: { components: components.length },
    lists: { components: components.flatMap(purlsOf) },
    build: oneBuild(described.flatMap((one) => [...sumsOf(one), ...purlsOf(one)])),
    madeAt: given.creationInfo.created,
    tool: given.creationInfo.creators
      .flatMap((creator) => (creator.startsWith("Tool: ") ? [creator.slice(6)] : []))
      .join(", "),
  };
};

const rootsOf = ({ documentDescribes, relationships }: Document): ReadonlySet<string> =>
  new Set([
    ...documentDescribes,
    ...relationships.flatMap(({ relationshipType, relatedSpdxElement }) =>
      relationshipType === "DESCRIBES" ? [relatedSpdxElement] : [],
    ),
  ]);

const purlsOf = ({ externalRefs }: z.infer<typeof item>): readonly string[] =>
  externalRefs.filter(({ referenceType }) => referenceType === "purl").map(({ referenceLocator }) => referenceLocator);

const sumsOf = ({ checksums }: z.infer<typeof item>): readonly string[] =>
  checksums
    .filter(({ algorithm }) => algorithm === "SHA256")
    .map(({ checksumValue }) => `sha256:${checksumValue.toLowerCase()}`);
