import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const header = 'user_id,name,email,plan,seats,country,mrr,active,signed_up,company';
const plans = ['free', 'team', 'business', 'enterprise'];
const countries = ['France', 'Germany', 'Japan', 'Brazil', 'United States', 'South Africa'];
const dayMs = 24 * 60 * 60 * 1000;
const firstDay = Date.UTC(2023, 0, 1);

/** A row of ten columns and about 100 bytes. */
function makeRow(i: number): string {
  const day = new Date(firstDay + (i % 1000) * dayMs).toISOString().slice(0, 10);
  return [
    `customer-${i}`,
    `Ada Example ${i}`,
    `ada.${i}@example.com`,
    plans[i % plans.length],
    1 + (i % 250),
    countries[i % countries.length],
    ((i * 7919) % 100_000) / 100,
    i % 3 === 0,
    day,
    `Company ${i % 5000}`,
  ].join(',');
}

/** Writes a file of so many different users; resolves with its size in bytes. */
export async function writeCsv(path: string, rows: number): Promise<number> {
  const stream = createWriteStream(path);
  stream.write(`${header}\n`);
  for (let from = 1; from <= rows; from += 1000) {
    const count = Math.min(1000, rows - from + 1);
    const lines = Array.from({ length: count }, (_, i) => `${makeRow(from + i)}\n`);
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
  return stream.bytesWritten;
}
