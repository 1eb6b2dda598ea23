import type { ReactNode } from "react";

type Props = { readonly title: ReactNode; readonly aside?: ReactNode };

/** A heading, and what stands beside it and is no part of its name. */
export const Head = ({ title, aside }: Props) =>
  aside === undefined ? (
    <h2>{title}</h2>
  ) : (
    <div className="head">
      <h2>{title}</h2>
      <div className="small soft">{aside}</div>
    </div>
  );
