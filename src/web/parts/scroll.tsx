import type { ReactNode } from "react";

type Props = {
  /** What is in it, for whoever comes to it by keyboard. */
  readonly label: string;
  readonly children: ReactNode;
};

/** What may be wider than the screen scrolls by itself, and can be reached and moved by keyboard. */
export const Scroll = ({ label, children }: Props) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard.
  <div className="scroll" role="group" aria-label={label} tabIndex={0}>
    {children}
  </div>
);
