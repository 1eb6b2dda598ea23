import { reads } from "../../../api/routes/reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Scroll } from "../../parts/scroll.tsx";
import { Section } from "../../parts/section.tsx";

/** The four side by side (R21). */
export const Strategies = () => {
  const strategies = useAnswer(reads.readStrategies, {});
  return (
    <Section title="The strategies, side by side">
      <Answer of={strategies} what="the strategies">
        {({ strategies: all }) => (
          <Scroll label="The strategies">
            <table>
              <thead>
                <tr>
                  <th>Strategy</th>
                  <th>How</th>
                  <th>Best for</th>
                  <th>For it</th>
                  <th>Against it</th>
                  <th>Example</th>
                </tr>
              </thead>
              <tbody>
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
              </tbody>
            </table>
          </Scroll>
        )}
      </Answer>
    </Section>
  );
};
