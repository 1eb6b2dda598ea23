import type { ReactNode } from "react";

type Props = { readonly isSettled: boolean; readonly children: ReactNode };

/** Asked for at once, and shown when nothing above it pushes it down any more. */
export const Below = ({ isSettled, children }: Props) => (
  <div className="below" hidden={!isSettled}>
    {children}
  </div>
);
