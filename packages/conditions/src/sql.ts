/** ClickHouse types that a parameter may have. */
export type SqlType =
  | 'String'
  | 'Array(String)'
  | 'Float64'
  | 'Int64'
  | 'UInt32'
  | 'Bool'
  | 'Array(UInt32)'
  | 'UInt64';

/** A typed parameter: values never become SQL text. */
export interface SqlParameter {
  type: SqlType;
  value: string | number | boolean | readonly string[] | readonly number[];
}

/**
 * A piece of SQL whose values are parameters. `chunks.length === holes.length + 1`; a hole is a
 * parameter or another piece. `renderSql` numbers the parameters.
 */
export interface Sql {
  chunks: readonly string[];
  holes: readonly (Sql | SqlParameter)[];
}

/** SQL text with `{p0:String}` placeholders, and the parameters in order. */
export interface Statement {
  text: string;
  parameters: SqlParameter[];
}

/** Tagged template: sql`${column} = ${string('x')}`. */
export function sql(chunks: TemplateStringsArray, ...holes: (Sql | SqlParameter)[]): Sql {
  return { chunks: [...chunks], holes };
}

/** Trusted text of our own: column names, keywords. Never user input. */
export function raw(text: string): Sql {
  return { chunks: [text], holes: [] };
}

/** Pieces joined by a separator of our own, e.g. ` AND `. */
export function joinSql(pieces: readonly Sql[], separator: string): Sql {
  if (pieces.length === 0) return raw('');
  const between = pieces.slice(1).map(() => separator);
  return { chunks: ['', ...between, ''], holes: [...pieces] };
}

export function string(value: string): SqlParameter {
  return { type: 'String', value };
}

export function strings(value: readonly string[]): SqlParameter {
  return { type: 'Array(String)', value };
}

export function float(value: number): SqlParameter {
  return { type: 'Float64', value };
}

export function bool(value: boolean): SqlParameter {
  return { type: 'Bool', value };
}

/** An instant in milliseconds since the epoch. */
export function instant(value: number): SqlParameter {
  return { type: 'Int64', value };
}

export function uint32(value: number): SqlParameter {
  return { type: 'UInt32', value };
}

/** Numbers the parameters; equal parameters share one number, so that equal conditions of several
 * segments become equal text that the engine runs once. */
export function renderSql(piece: Sql): Statement {
  const parameters: SqlParameter[] = [];
  const numbers = new Map<string, number>();
  const parts: string[] = [];
  function place(parameter: SqlParameter): string {
    const key = `${parameter.type} ${JSON.stringify(parameter.value)}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = parameters.push(parameter) - 1;
      numbers.set(key, number);
    }
    return `{p${number}:${parameter.type}}`;
  }
  function write(node: Sql): void {
    node.chunks.forEach((chunk, i) => {
      parts.push(chunk);
      const hole = node.holes[i];
      if (hole === undefined) return;
      if ('chunks' in hole) write(hole);
      else parts.push(place(hole));
    });
  }
  write(piece);
  return { text: parts.join(''), parameters };
}
