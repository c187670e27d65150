import { formatNumber } from '../../../ui/number-text.tsx';
import { Table } from '../../../ui/table.tsx';

interface PreviewTableProps {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Columns beyond these are not drawn: a file may have thousands, and a page cannot. */
const maxShown = 50;

/** How a file begins. */
export function PreviewTable({ columns, rows }: PreviewTableProps) {
  const shown = columns.slice(0, maxShown);
  const more = columns.length - shown.length;
  return (
    <div className="preview">
      <Table label="First rows">
        <thead>
          <tr>
            <th scope="col" className="number">
              <span className="visually-hidden">Row</span>
            </th>
            {shown.map((name, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; names may repeat
              <th key={index} scope="col" className="code">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the file
            <tr key={place}>
              <th scope="row" className="number quiet">
                {place + 1}
              </th>
              {shown.map((_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={index} className="preview-cell" dir="auto">
                  {row[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="field-hint">
        {rows.length === 0
          ? 'Read like this, the file has no rows below its header.'
          : `The first ${formatNumber(rows.length)} rows of the file`}
        {more > 0 && `, without its last ${formatNumber(more)} columns`}
      </p>
    </div>
  );
}
