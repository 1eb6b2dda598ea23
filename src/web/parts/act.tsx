import { type ReactNode, useId } from "react";

type Props = {
  readonly children: ReactNode;
  /** Why it cannot be done now; "" when it can. */
  readonly whyNot?: string;
  readonly isBusy?: boolean;
  readonly look?: "main" | "danger" | "danger main" | "quiet";
  /** Absent: it sends its form. */
  readonly onAct?: () => void;
};

/** One control for one act. What cannot be done is shown, can be reached by keyboard, and says why. */
export const Act = ({ children, whyNot = "", isBusy = false, look, onAct }: Props) => {
  const reason = useId();
  const isOff = whyNot !== "" || isBusy;
  return (
    <span className="row">
      <button
        type={onAct === undefined ? "submit" : "button"}
        className={look}
        aria-disabled={isOff}
        aria-describedby={whyNot === "" ? undefined : reason}
        onClick={(event) => {
          if (isOff) event.preventDefault();
          else onAct?.();
        }}
      >
        {children}
        {isBusy && " …"}
      </button>
      {whyNot !== "" && (
        <span className="why-not" id={reason}>
          {whyNot}
        </span>
      )}
    </span>
  );
};
