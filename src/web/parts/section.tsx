import type { ReactNode } from "react";

type Props = {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly edge?: "bad" | "doubt";
  readonly children: ReactNode;
};

export const Section = ({ title, aside, edge, children }: Props) => (
  <section className={edge === undefined ? "card" : `card ${edge}-edge`}>
    <h2>
      {title}
      {aside !== undefined && <span className="small soft">{aside}</span>}
    </h2>
    {children}
  </section>
);
