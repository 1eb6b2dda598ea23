import type { ReactNode } from "react";
import type { Answered } from "../data/use-answer.ts";
import { Problem } from "./problem.tsx";

type Props<T> = {
  readonly of: Answered<T>;
  readonly children: (answer: T) => ReactNode;
  /** What is waited for, for whoever hears it. */
  readonly what: string;
};

/** Loading, failed, or there. What is there stays while it is asked again, and when that fails. */
export const Answer = <T,>({ of, what, children }: Props<T>) => {
  const { data, error } = of;
  if (data !== undefined)
    return (
      <>
        {error !== null && <Problem error={error} />}
        {children(data)}
      </>
    );
  return error !== null ? (
    <Problem error={error} />
  ) : (
    <p className="loading" role="status">
      {`Loading ${what} …`}
    </p>
  );
};
