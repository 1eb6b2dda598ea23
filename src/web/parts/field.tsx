import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from "react";

type Named = { readonly label: string; readonly hint?: ReactNode };

export const Field = ({ label, hint, ...input }: Named & InputHTMLAttributes<HTMLInputElement>) => (
  <label>
    {label}
    {hint !== undefined && <span className="hint">{hint}</span>}
    <input {...input} />
  </label>
);

export const LongField = ({ label, hint, ...input }: Named & TextareaHTMLAttributes<HTMLTextAreaElement>) => (
  <label>
    {label}
    {hint !== undefined && <span className="hint">{hint}</span>}
    <textarea {...input} />
  </label>
);

type Options = { readonly options: readonly (readonly [value: string, says: string])[] };
type Choosing = Named & Options & { readonly name: string; readonly defaultValue?: string };

export const Choose = ({ label, hint, options, ...select }: Choosing) => (
  <label>
    {label}
    {hint !== undefined && <span className="hint">{hint}</span>}
    <select {...select}>
      {options.map(([value, says]) => (
        <option key={value} value={value}>
          {says}
        </option>
      ))}
    </select>
  </label>
);

/** What a form holds, by name. */
export const filled = (form: HTMLFormElement): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );

/** Empties a form that was sent; what somebody has typed there since stays. */
export const emptied = (form: HTMLFormElement, sent: Readonly<Record<string, string>>): void => {
  if (JSON.stringify(filled(form)) === JSON.stringify(sent)) form.reset();
};
