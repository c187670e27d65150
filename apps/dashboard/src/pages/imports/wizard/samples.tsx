/** Some different values of a column, as they stand in the file. */
export function Samples({ values }: { values: readonly string[] }) {
  if (values.length === 0) return <span className="quiet">always blank</span>;
  return (
    <span className="samples" dir="auto">
      {values.map((value) => (
        <span key={value} className="sample">
          {value}
        </span>
      ))}
    </span>
  );
}
