import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { type Option, Select } from '../../ui/select.tsx';
import type { CatalogSearch, Listed } from './arrange.ts';

interface CatalogToolbarProps {
  items: readonly Listed[];
  search: CatalogSearch;
  onChange: (part: { [Key in keyof CatalogSearch]?: CatalogSearch[Key] | undefined }) => void;
  labelSource: (source: string) => string;
}

/** Search and filters of a list of the catalog. */
export function CatalogToolbar({ items, search, onChange, labelSource }: CatalogToolbarProps) {
  const sources = [...new Set(items.map(({ source }) => source))];
  const options: Option<string>[] = [
    { value: 'all', label: 'Every source' },
    ...sources.map((source) => ({ value: source, label: labelSource(source) })),
  ];
  const hidden = items.filter((item) => item.hidden).length;
  const showsAll = search.show === 'all';
  const known = sources.find((source) => source === search.source);
  return (
    <div className="page-toolbar">
      <SearchField
        label="Search by name or description"
        value={search.q ?? ''}
        onChange={(text) => onChange({ q: text || undefined })}
      />
      {options.length > 2 && (
        <Select
          label="Source"
          options={options}
          value={known ?? 'all'}
          onChange={(chosen) => onChange({ source: chosen === 'all' ? undefined : chosen })}
        />
      )}
      {(hidden > 0 || showsAll) && (
        <Button
          aria-pressed={showsAll}
          onClick={() => onChange({ show: showsAll ? undefined : 'all' })}
        >
          {showsAll ? 'Leave out hidden ones' : `Show ${hidden} hidden`}
        </Button>
      )}
    </div>
  );
}
