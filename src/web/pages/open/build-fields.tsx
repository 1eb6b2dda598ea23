import { Field } from "../../parts/field.tsx";

/** What says which build it is, and who wrote it. */
export const BuildFields = ({ authors }: { readonly authors: string }) => (
  <>
    <Field label="Version" name="version" required />
    <BuildField />
    <Field label="Commit" name="commit" required />
    <Field label="Authors" hint={authors} name="authors" required />
  </>
);

/** Where the build is: a file that is sent, or an image in a registry. */
export const BuildField = () => (
  <>
    <Field label="Build" hint="Its folder as a zip file." name="build" type="file" accept=".zip" />
    <Field label="Or an image" hint="By its digest, such as registry.example/shop@sha256:…" name="image" />
  </>
);
