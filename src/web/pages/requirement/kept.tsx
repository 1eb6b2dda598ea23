import { Facts } from "../../parts/facts.tsx";
import { Head } from "../../parts/head.tsx";
import { Moment } from "../../parts/moment.tsx";
import { RawFile } from "../../parts/raw-file.tsx";
import type { Detail } from "./view.ts";

/** What people said, filed and wrote. */
export const Kept = ({ detail }: { readonly detail: Detail }) => (
  <>
    {detail.approval !== null && <Signed approval={detail.approval} />}
    {detail.waiver !== null && <Waiver waiver={detail.waiver} />}
    {detail.record !== null && (
      <section className="card">
        <Head title={`Filed by ${detail.record.by}`} aside={<Moment at={detail.record.at} plain />} />
        <Facts facts={Object.entries(detail.record.fields)} />
        <RawFile digest={detail.record.raw} />
      </section>
    )}
    {detail.document !== null && (
      <section className="card">
        <Head title={`Written by ${detail.document.by}`} aside={<Moment at={detail.document.at} plain />} />
        {detail.text !== undefined && <pre>{detail.text}</pre>}
        <RawFile digest={detail.document.document} />
      </section>
    )}
  </>
);

const Signed = ({ approval }: { readonly approval: NonNullable<Detail["approval"]> }) => (
  <section className="card">
    <Head title={`Signed by ${approval.by}, ${approval.role}`} aside={<Moment at={approval.at} plain />} />
    {approval.for !== undefined && <p>{`In the stead of ${approval.for}.`}</p>}
    {approval.over !== undefined && approval.over.length > 0 && (
      <p className="doubt">{`Not met when it was signed: ${approval.over.join(", ")}`}</p>
    )}
    {approval.via?.proof !== undefined && (
      <p className="small soft">{`Who signed proved it by ${approval.via.proof}.`}</p>
    )}
    <p className="small soft">
      What was shown: <code>{approval.shownDigest}</code>
    </p>
  </section>
);

const Waiver = ({ waiver }: { readonly waiver: NonNullable<Detail["waiver"]> }) => (
  <section className="card doubt-edge">
    <h2>
      {waiver.grantedBy === null
        ? `An exception, asked for by ${waiver.requestedBy}`
        : `An exception, granted by ${waiver.grantedBy}`}
    </h2>
    <Facts
      facts={[
        ["Reason", waiver.reason],
        ["Risk", waiver.risk],
        ["Instead", waiver.control],
        ["Until", <Moment key="until" at={waiver.expires} plain />],
      ]}
    />
  </section>
);
