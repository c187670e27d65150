import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import './table.css';

/** A table in a card. Under 640 px it scrolls sideways within its card. */
export function Table({ label, children, ...rest }: ComponentProps<'table'> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-card" aria-label={label} tabIndex={0}>
      <table className="table" {...rest}>
        <caption className="visually-hidden">{label}</caption>
        {children}
      </table>
    </section>
  );
}

export interface Sorting<Field extends string> {
  field: Field;
  descending: boolean;
}

interface SortHeaderProps<Field extends string> extends Omit<ComponentProps<'th'>, 'children'> {
  field: Field;
  sorting: Sorting<Field> | undefined;
  onSort: (sorting: Sorting<Field>) => void;
  /** The direction of the first click. */
  descendingFirst?: boolean;
  children: ReactNode;
}

/** A column head that sorts: a button that says which way. */
export function SortHeader<Field extends string>({
  field,
  sorting,
  onSort,
  descendingFirst = false,
  children,
  ...rest
}: SortHeaderProps<Field>) {
  const own = sorting?.field === field ? sorting : undefined;
  const descending = own ? !own.descending : descendingFirst;
  const Arrow = own?.descending ? ArrowDown : ArrowUp;
  const direction = own && (own.descending ? 'descending' : 'ascending');
  return (
    <th scope="col" aria-sort={direction} {...rest}>
      <button type="button" className="sort-button" onClick={() => onSort({ field, descending })}>
        {children}
        {own && <Arrow size={12} aria-hidden="true" />}
      </button>
    </th>
  );
}
