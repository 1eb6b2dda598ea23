import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import type { Tone } from "./tone.ts";

type Props = { readonly tone: Tone; readonly icon: IconName; readonly children: ReactNode };

/** An icon with its word. */
export const State = ({ tone, icon, children }: Props) => (
  <span className={`state ${tone}`}>
    <Icon name={icon} />
    {children}
  </span>
);

export const Tag = ({ tone, children }: Omit<Props, "icon">) => <span className={`tag ${tone}`}>{children}</span>;
