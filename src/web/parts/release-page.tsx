import type { ReactNode } from "react";
import { overviewReads } from "../../api/routes/overview-reads.ts";
import { useAnswer } from "../data/use-answer.ts";
import { Links } from "./frame.tsx";
import { Page } from "./page.tsx";

/** The rooms of one release. */
export const ReleaseLinks = ({ release }: { readonly release: string }) => {
  const at = `/releases/${release}`;
  return (
    <nav aria-label="This release">
      <Links
        places={[
          [at, "Overview"],
          [`${at}/plan`, "Plan"],
          [`${at}/checklist`, "Checklist"],
          [`${at}/room`, "War room"],
          [`${at}/validation`, "Validation"],
          [`${at}/issues`, "Issues"],
          [`${at}/documents`, "Documents"],
          [`${at}/controls`, "Controls"],
          [`${at}/history`, "History"],
        ]}
      />
    </nav>
  );
};

type Props = {
  readonly release: string;
  readonly title: string;
  readonly says?: ReactNode;
  readonly children: ReactNode;
};

/** A page about one part of a release, with its name in the title. */
export const ReleasePage = ({ release, title, says, children }: Props) => {
  const status = useAnswer(overviewReads.readRelease, { params: { release }, query: { all: "true" } });
  const name = status.data === undefined ? release : `${status.data.service} ${status.data.version}`;
  return (
    <Page title={`${title}: ${name}`} says={says}>
      <ReleaseLinks release={release} />
      {children}
    </Page>
  );
};

/** What a page gets from its address. */
export type OfRelease = { readonly params: Readonly<Record<string, string | undefined>> };
