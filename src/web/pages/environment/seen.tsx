import type { EnvironmentAnswer } from "../../../api/environment-answer.ts";
import type { ReadOnly } from "../../../api/read-only.ts";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { Table } from "../../parts/table.tsx";

type Props = { readonly there: ReadOnly<EnvironmentAnswer> };

/** What instances and router said when they were asked, and what of it was never released. */
export const Seen = ({ there }: Props) => (
  <Section title="What really runs" aside={<Moment at={there.at} plain />}>
    <Judged there={there} />
    {there.instances !== null && <Instances all={there.instances} />}
    {there.routes !== null && <Routes all={there.routes} />}
  </Section>
);

const Judged = ({ there: { findings, problem, recorded } }: Props) => {
  if (problem !== null)
    return (
      <State tone="doubt" icon="doubt">
        {`cannot judge: ${problem}`}
      </State>
    );
  if (findings.length === 0)
    return (
      <State tone="good" icon="good">
        all of it was released here
      </State>
    );
  return (
    <>
      <State tone="bad" icon="bad">
        unauthorised change
      </State>
      {recorded !== null && (
        <p className="small soft">
          first seen <Moment at={recorded.since} />
        </p>
      )}
      <ul>
        {findings.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </>
  );
};

const Instances = ({ all }: { readonly all: NonNullable<Props["there"]["instances"]> }) =>
  all.length === 0 ? (
    <p className="empty">No instance runs.</p>
  ) : (
    <Table label="Instances" heads={["Instance", "Version", "Address", "State"]}>
      {all.map(({ id, version, build, endpoint, ready, answer }) => (
        <tr key={id}>
          <td>{id}</td>
          <td>{version ?? <code>{build.slice(0, 19)}</code>}</td>
          <td>{endpoint}</td>
          <td>
            <State tone={ready ? "good" : "bad"} icon={ready ? "good" : "bad"}>
              {ready ? "ready" : `not ready: ${answer}`}
            </State>
          </td>
        </tr>
      ))}
    </Table>
  );

const Routes = ({ all }: { readonly all: NonNullable<Props["there"]["routes"]> }) =>
  all.length === 0 ? (
    <p className="empty">Nothing is routed.</p>
  ) : (
    <Table label="Routes" heads={[{ number: "Weight, %" }, "Version", "To"]}>
      {all.map(({ build, version, weight, endpoints, cohort }) => (
        <tr key={build}>
          <td className="number">{weight}</td>
          <td>{version ?? <code>{build.slice(0, 19)}</code>}</td>
          <td>{`${endpoints.join(", ") || "no instance"}${cohort ? ", and a cohort" : ""}`}</td>
        </tr>
      ))}
    </Table>
  );
