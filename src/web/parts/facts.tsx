import type { ReactNode } from "react";

export type Fact = readonly [name: string, value: ReactNode];

export const Facts = ({ facts, small = false }: { readonly facts: readonly Fact[]; readonly small?: boolean }) => (
  <dl className={small ? "facts small" : "facts"}>
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
