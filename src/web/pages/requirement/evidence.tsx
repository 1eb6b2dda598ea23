import { Facts } from "../../parts/facts.tsx";
import { Moment } from "../../parts/moment.tsx";
import { RawFile } from "../../parts/raw-file.tsx";
import { State, Tag } from "../../parts/state.tsx";
import { type Evidence, figureText } from "./view.ts";

/** What was seen, by whom and when, with the bytes themselves one click away. */
export const EvidenceList = ({ all }: { readonly all: readonly Evidence[] }) =>
  all.length === 0 ? null : (
    <section className="card">
      <h2>Evidence</h2>
      <ul className="list">
        {all.map((one) => (
          <One key={`${one.part} ${one.raw} ${one.at}`} one={one} />
        ))}
      </ul>
    </section>
  );

const One = ({ one }: { readonly one: Evidence }) => (
  <li>
    <div className="row spread">
      <strong>{one.part === "" ? one.source : `${one.part}: ${one.source}`}</strong>
      <span className="soft small">
        {`${one.by === undefined ? "Headgate looked" : `handed in by ${one.by}`} `}
        <Moment at={one.at} />
        {one.again !== undefined && (
          <>
            , the same again <Moment at={one.again.at} />
          </>
        )}
      </span>
    </div>
    {one.problem !== null && (
      <State tone="bad" icon="doubt">
        {one.problem}
      </State>
    )}
    {one.report !== null && <Figures figures={one.report.figures} />}
    {one.report !== null && <Findings findings={one.report.findings} />}
    {one.report !== null && <Lists lists={one.report.lists} texts={one.report.texts} />}
    <span className="small soft">
      {`${one.format}, read by ${one.parser} · `}
      <RawFile digest={one.raw} name={one.requirement} />
    </span>
  </li>
);

const Figures = ({ figures }: { readonly figures: Readonly<Record<string, number>> }) => (
  <div className="row small">
    {Object.entries(figures).map(([name, value]) => (
      <span key={name}>
        <span className="soft">{name}</span> <strong>{figureText(name, value)}</strong>
      </span>
    ))}
  </div>
);

const tones = { critical: "bad", high: "bad", medium: "doubt", low: "idle", info: "idle" } as const;

type Finding = NonNullable<Evidence["report"]>["findings"][number];

const Findings = ({ findings }: { readonly findings: readonly Finding[] }) =>
  findings.length === 0 ? null : (
    <details open={findings.length < 6}>
      <summary>{`${findings.length} findings`}</summary>
      <ul className="list">
        {findings.slice(0, 100).map((one) => (
          <li key={`${one.id} ${one.where}`}>
            <span className="row">
              <Tag tone={tones[one.severity]}>{one.severity}</Tag> {one.title}
            </span>
            <span className="small soft">{`${one.id} · ${one.where}`}</span>
          </li>
        ))}
      </ul>
      {findings.length > 100 && <p className="soft">{`${findings.length - 100} more stand in the raw file.`}</p>}
    </details>
  );

type Report = NonNullable<Evidence["report"]>;

const Lists = ({ lists, texts }: Pick<Report, "lists" | "texts">) => {
  const lines = [
    ...Object.entries(texts),
    ...Object.entries(lists).map(([name, all]) => [name, all.join(", ")] as const),
  ];
  const said = lines.filter(([, value]) => value !== "");
  return said.length === 0 ? null : (
    <details>
      <summary className="small">{`${said.length} more facts`}</summary>
      <Facts small facts={said} />
    </details>
  );
};
