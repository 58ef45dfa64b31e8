/** What is wrong, said where it was done. */
export function Fault({ text }: { text: string }) {
  return (
    <p className="error" role="alert">
      {text}
    </p>
  );
}
