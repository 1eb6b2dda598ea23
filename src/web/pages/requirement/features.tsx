import { Command } from "../../parts/ask.tsx";
import { Choose, LongField } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import type { Detail } from "./view.ts";

type Props = { readonly release: string; readonly all: NonNullable<Detail["features"]> };

/** What no machine looks at: somebody with the role looks at it in production, and says what was seen. */
export const Features = ({ release, all }: Props) =>
  all.length === 0 ? null : (
    <section className="card">
      <h2>Seen by people</h2>
      <ul className="list">
        {all.map((one) => (
          <Feature key={one.story} release={release} {...one} />
        ))}
      </ul>
    </section>
  );

const Feature = ({ release, story, title, role, seen }: { readonly release: string } & Props["all"][number]) => (
  <li>
    <strong>{title}</strong>
    <span className="small soft">
      {`${story} · ${role} · `}
      {seen === null ? (
        "nobody has looked yet"
      ) : (
        <>
          {`${seen.by}: ${seen.works ? "it works" : "it does not work"}, ${seen.note} `}
          <Moment at={seen.at} />
        </>
      )}
    </span>
    <details>
      <summary className="small">{`Say what you saw of ${story}`}</summary>
      <Command
        release={release}
        command="SeeFeature"
        label="I saw it"
        bodyOf={({ works, note }) => ({ feature: story, works: works === "yes", note })}
      >
        <Choose label="Does it work?" name="works" options={answers} />
        <LongField label="What you saw" name="note" required rows={2} />
      </Command>
    </details>
  </li>
);

const answers = [
  ["yes", "it works"],
  ["no", "it does not work"],
] as const;
