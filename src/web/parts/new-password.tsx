import { useId, useState } from "react";
import { passwordStrength } from "../../api/password-strength.ts";

type Props = { readonly name: string; readonly account?: { readonly id: string; readonly name: string } };

/** A password to be: it can be shown while it is typed, and says how good it is. Pasting and managers are welcome. */
export const NewPassword = ({ name, account }: Props) => {
  const [text, setText] = useState("");
  const [isShown, setShown] = useState(false);
  const strength = passwordStrength(text, account);
  const says = useId();
  return (
    <div className="stack">
      <label>
        New password
        <span className="hint">A sentence is good. Whatever you use elsewhere is not.</span>
        <input
          name={name}
          type={isShown ? "text" : "password"}
          autoComplete="new-password"
          aria-describedby={says}
          value={text}
          onChange={({ target }) => setText(target.value)}
          required
        />
      </label>
      <div className="row">
        <meter min={0} max={3} value={strength.level} aria-label="Strength" />
        <span id={says} className="small soft">
          {strength.says}
        </span>
      </div>
      <label className="choice">
        <input type="checkbox" checked={isShown} onChange={({ target }) => setShown(target.checked)} />
        Show it
      </label>
    </div>
  );
};
