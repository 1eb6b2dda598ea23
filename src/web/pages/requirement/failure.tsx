import { Link } from "wouter";
import { Command } from "../../parts/ask.tsx";
import { Choose, LongField } from "../../parts/field.tsx";
import { FileRecord } from "./file-record.tsx";
import type { Detail } from "./view.ts";

type Props = { readonly release: string; readonly detail: Detail };

/** What leads out of a failed attempt: first why, then what is tried next; and what a rollback teaches. */
export const Failure = ({ release, detail }: Props) => {
  const { failure, form, status } = detail;
  if (form !== undefined) return <FileRecord release={release} detail={detail} />;
  if (failure === undefined) return null;
  return (
    <>
      <Diagnose release={release} failure={status.id} isKnown={failure.fault !== null} />
      {failure.fault === "build" && <Rebuild release={release} act={status.act} />}
      {failure.fault !== null && failure.fault !== "build" && <Again release={release} />}
    </>
  );
};

const faults = [
  ["build", "the build: it needs another one"],
  ["environment", "the environment"],
  ["test", "the test"],
] as const;

type Diagnosing = { readonly release: string; readonly failure: string; readonly isKnown: boolean };

const Diagnose = ({ release, failure, isKnown }: Diagnosing) => (
  <section className="card">
    <h2>{isKnown ? "Say it better" : "Why did it fail?"}</h2>
    <Command
      release={release}
      command="Diagnose"
      label="That is why"
      look={isKnown ? "quiet" : "main"}
      bodyOf={({ cause, fault }) => ({ failure, cause, fault })}
    >
      <LongField label="The cause" name="cause" required rows={2} />
      <Choose label="What was at fault" name="fault" options={faults} />
    </Command>
  </section>
);

const Again = ({ release }: { readonly release: string }) => (
  <section className="card">
    <h2>Try again</h2>
    <p className="soft">The same build goes through the whole stage again.</p>
    <Command
      release={release}
      command="RestartAttempt"
      label="Begin anew"
      look="main"
      bodyOf={({ reason }) => ({ reason })}
    >
      <LongField label="What is different now" name="reason" required rows={2} />
    </Command>
  </section>
);

const Rebuild = ({ release, act }: { readonly release: string; readonly act: string }) => (
  <section className="card">
    <h2>Bring another build</h2>
    <p>
      <Link className="button main" href={`/releases/${release}/build`}>
        Replace the build
      </Link>
    </p>
    <p className="soft">Or from the command line, which asks git who wrote it and what changed:</p>
    <pre>{act}</pre>
  </section>
);
