import { useState } from "react";
import { planReads } from "../../../api/routes/plan-reads.ts";
import { questionText, type StrategyQuestion } from "../../../api/strategy-questions.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Act } from "../../parts/act.tsx";
import { Answer } from "../../parts/answer.tsx";
import { Choose, Field, filled } from "../../parts/field.tsx";
import { Section } from "../../parts/section.tsx";
import { Ranking } from "./ranking.tsx";
import { answersOf, choices } from "./view.ts";

type Asked = ReturnType<typeof answersOf>;

/** Which strategy fits, by seven answers; nothing is kept, and headgate.yaml decides. */
export const Questionnaire = () => {
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <Section title="Which strategy fits?">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(answersOf(filled(event.currentTarget)));
        }}
      >
        <Whole name="instances" least={1} usual={4} />
        <Whole name="spare" least={0} usual={4} />
        {choices.map(([name, options]) => (
          <Choose key={name} label={questionText(name)} name={name} options={options} />
        ))}
        <Act>Rank them</Act>
      </form>
      {asked !== null && <Ranked asked={asked} />}
    </Section>
  );
};

type WholeProps = { readonly name: StrategyQuestion; readonly least: number; readonly usual: number };

const Whole = ({ name, least, usual }: WholeProps) => (
  <Field label={questionText(name)} name={name} type="number" min={least} defaultValue={usual} required />
);

const Ranked = ({ asked }: { readonly asked: Asked }) => {
  const ranking = useAnswer(planReads.rankStrategies, { query: asked }, { keep: true });
  return (
    <Answer of={ranking} what="the ranking">
      {(found) => <Ranking ranking={found.ranking} />}
    </Answer>
  );
};
