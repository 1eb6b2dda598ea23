import { planReads } from "../../../api/routes/plan-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Section } from "../../parts/section.tsx";
import { Table } from "../../parts/table.tsx";

/** The four side by side (R21). */
export const Strategies = () => {
  const strategies = useAnswer(planReads.readStrategies, {});
  return (
    <Section title="The strategies, side by side">
      <Answer of={strategies} what="the strategies">
        {({ strategies: all }) => (
          <Table label="The strategies" heads={["Strategy", "How", "Best for", "For it", "Against it", "Example"]}>
            {Object.entries(all).map(([name, one]) => (
              <tr key={name}>
                <td>
                  <strong>{name}</strong>
                </td>
                <td>{one.how}</td>
                {[one.bestFor, one.pros, one.cons].map((points) => (
                  <td key={points[0]}>
                    <ul className="points">
                      {points.map((point) => (
                        <li key={point}>{point}</li>
                      ))}
                    </ul>
                  </td>
                ))}
                <td>{one.example}</td>
              </tr>
            ))}
          </Table>
        )}
      </Answer>
    </Section>
  );
};
