import type { ReactNode } from "react";
import { Scroll } from "./scroll.tsx";

type Props = {
  readonly label: string;
  /** Names of its columns; one that holds numbers says so. */
  readonly heads: readonly (string | { readonly number: string })[];
  readonly children: ReactNode;
};

/** Rows under their names; what is too wide scrolls, and does not push the page. */
export const Table = ({ label, heads, children }: Props) => (
  <Scroll label={label}>
    <table>
      <thead>
        <tr>
          {heads.map((head) =>
            typeof head === "string" ? (
              <th key={head}>{head}</th>
            ) : (
              <th key={head.number} className="number">
                {head.number}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </Scroll>
);
