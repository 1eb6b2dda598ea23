type Props = { readonly digest: string; readonly name?: string };

/** The bytes themselves, by their digest. */
export const RawFile = ({ digest, name = "" }: Props) => (
  <span className="small soft">
    <a href={`/api/v1/blobs/${digest}`} download={name}>
      raw file
    </a>{" "}
    <code>{digest}</code>
  </span>
);
