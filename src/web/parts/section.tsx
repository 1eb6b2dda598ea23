import type { ReactNode } from "react";
import { Head } from "./head.tsx";

type Props = {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly edge?: "bad" | "doubt";
  readonly children: ReactNode;
};

export const Section = ({ title, aside, edge, children }: Props) => (
  <section className={edge === undefined ? "card" : `card ${edge}-edge`}>
    <Head title={title} aside={aside} />
    {children}
  </section>
);
