import { AppError } from "../../errors.ts";

/** What went wrong, with what can be done; a refusal says the same as on the command line. */
export const Problem = ({ error }: { readonly error: Error }) => {
  const isOurs = error instanceof AppError;
  return (
    <div className="problem" role="alert">
      <strong>{error.message}</strong>
      {isOurs && <span>{error.fix}</span>}
      {isOurs && <small className="soft mono">{error.code}</small>}
    </div>
  );
};
