/** What can be answered to each question, with how it is said. */
export const choices = [
  [
    "downtime",
    [
      ["none", "no"],
      ["window", "yes, in an announced window"],
    ],
  ],
  [
    "metricsPerVersion",
    [
      ["true", "yes"],
      ["false", "no"],
    ],
  ],
  [
    "schemaChange",
    [
      ["none", "no"],
      ["compatible", "yes, and both versions can work with it"],
      ["breaking", "yes, and the versions cannot live side by side"],
    ],
  ],
  [
    "acceptance",
    [
      ["sure", "yes"],
      ["unsure", "nobody can say"],
    ],
  ],
  [
    "budget",
    [
      ["tight", "no"],
      ["double", "yes"],
    ],
  ],
] as const;

type Options = (typeof choices)[number];
type ValueOf<Name extends Options[0]> = Extract<Options, readonly [Name, unknown]>[1][number][0];

/** What a form of these questions holds; a choice that it does not have is the first one. */
export const answersOf = (form: Readonly<Record<string, string>>) => ({
  instances: Number(form.instances ?? 1),
  spare: Number(form.spare ?? 0),
  downtime: chosen("downtime", form),
  metricsPerVersion: chosen("metricsPerVersion", form),
  schemaChange: chosen("schemaChange", form),
  acceptance: chosen("acceptance", form),
  budget: chosen("budget", form),
});

const chosen = <Name extends Options[0]>(name: Name, form: Readonly<Record<string, string>>): ValueOf<Name> => {
  const values = choices.find(([one]) => one === name)?.[1].map(([value]) => value) ?? [];
  return (values.find((one) => one === form[name]) ?? values[0]) as ValueOf<Name>;
};
