import { readdirSync, readFileSync } from 'node:fs';
import { peerFolders, versionOf } from '../load-peer.ts';
import { entries } from './entries.ts';
import { measureBundle, measureSent, type SentBytes } from './measure-bundle.ts';

const sdk = new URL('../../../../packages/sdk/dist/', import.meta.url);

/** What a site loads to say who somebody is and what she does: ours as it is served, others as a bundler packs them. */
export async function runSize(): Promise<void> {
  console.log(
    '| | gzip (bytes) | brotli (bytes) | times ours (gzip) | may come later (gzip) |\n|---|---:|---:|---:|---:|',
  );
  const read = (file: string) => readFileSync(new URL(file, sdk));
  const ours = measureSent([read('v1.js')]);
  const show = (name: string, { gzip, brotli }: SentBytes, later: number) =>
    console.log(
      `| ${name} | ${gzip} | ${brotli} | ${(gzip / ours.gzip).toFixed(1)} | ${later === 0 ? '–' : later} |`,
    );
  const others = readdirSync(new URL('experiences/', sdk)).filter((file) => file.endsWith('.js'));
  const later = ['experiences.js', ...others.map((file) => `experiences/${file}`)];
  show('ours: `v1.js`', ours, measureSent(later.map(read)).gzip);
  for (const { name, text } of entries) {
    const { first, later } = await measureBundle(text, peerFolders.libraries);
    show(`${name} ${versionOf(name)}`, first, later.gzip);
  }
}
