import { type ReactNode, useEffect } from "react";

type Props = { readonly title: string; readonly says?: ReactNode; readonly children: ReactNode };

/** One heading, one sentence that answers the first question, and the rest. */
export const Page = ({ title, says, children }: Props) => {
  useEffect(() => {
    document.title = `${title} · Headgate`;
  }, [title]);
  return (
    <>
      <header className="stack">
        <h1 tabIndex={-1} id="title">
          {title}
        </h1>
        {says !== undefined && <div className="text">{says}</div>}
      </header>
      {children}
    </>
  );
};
