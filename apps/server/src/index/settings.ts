/** Seconds after which a question is given up unless it says otherwise. */
export const defaultMaxSeconds = 60;

/** What answers and rows depend on; both engines set it for every statement. */
export const answerSettings = {
  // A set of IN is made while the query runs, not while it is planned, where nothing can cancel it.
  use_index_for_in_with_subqueries: 0,
  // Beyond 2^53 a JSON number would lose digits.
  output_format_json_quote_64bit_integers: 1,
  // All saved segments go into one query: ClickHouse's default of 256 KB is for people's texts.
  max_query_size: 64 * 1024 * 1024,
  max_ast_elements: 1_000_000,
  max_expanded_ast_elements: 1_000_000,
  // Several conditions on events are one answer only if they look at the same events.
  enable_shared_storage_snapshot_in_query: 1,
  // A mutation and a delete are done when the statement returns.
  mutations_sync: 1,
  lightweight_deletes_sync: 1,
} as const;

/** What further is true where several servers answer together: whole, or an error. */
export const spreadSettings = {
  // `local` would do, since a user's events are where her row is, but then the servers do not agree on the
  // names of columns, and large questions fail (26.7).
  distributed_product_mode: 'global',
  skip_unavailable_shards: 0,
} as const;

/** How rows are read: as they are written by us, and as one block. */
export const insertSettings = {
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
  // Several parser threads would make several blocks of one insert.
  input_format_parallel_parsing: 0,
  async_insert: 0,
  max_execution_time: 0,
} as const;

/** `name = value, …` for a `SET` or `SETTINGS` clause. */
export function writeSettings(settings: Readonly<Record<string, number | string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? value : `'${value}'`}`)
    .join(', ');
}
