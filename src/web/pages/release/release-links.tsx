import { Links } from "../../parts/frame.tsx";

/** The rooms of one release. */
export const ReleaseLinks = ({ release }: { readonly release: string }) => (
  <nav aria-label="This release">
    <Links
      places={[
        [`/releases/${release}`, "Overview"],
        [`/releases/${release}/room`, "War room"],
      ]}
    />
  </nav>
);
