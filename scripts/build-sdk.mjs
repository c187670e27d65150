// Bundles the browser SDK: the script that pages load, where the server reads it and in the npm
// package, and that package's loader with its types.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { minify } from 'terser';
import { root } from './prepare-workspace.mjs';

// Names that are between our own files only, never on the wire, in storage or a page's: they may be
// as short as can be.
const internalNames = [
  'add afterSeq ask asks askSegments beacon browserLanguage chance checkRoute clear createId drain',
  'emit entries fillRandomly finish flush http isBegunHere isPresent keeps lastSeq leave',
  'listeners log markSaid merge names nextSeq onAnswer onConflict onSaid onSegments onSend',
  'onUsers outbox owns passesBarriers refresh refuse rejection remove rename renew rest resume',
  'retryAfter retryNow save say setLanguage settle speaker storage stored takeOver touch update',
  'view viewPage visitor pushed',
].flatMap((line) => line.split(' '));

/** Builds `packages/sdk/dist`, and puts the script where the server finds it, too. */
export async function buildSdk() {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'packages/sdk/src/main.ts')],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    // Chrome and Edge 80, Firefox 74, Safari 13.1: all of 2020. docs/sdk.md says so too.
    target: 'es2020',
    mangleProps: new RegExp(`^(?:${internalNames.join('|')})$`),
    minifySyntax: true,
    write: false,
    logLevel: 'warning',
  });
  const bundle = outputFiles[0]?.text ?? '';
  // Every page of a site loads this one: terser makes it a twentieth smaller than esbuild does.
  const { code } = await minify(bundle, {
    ecma: 2020,
    compress: {
      keep_fargs: false,
      passes: 3,
      pure_getters: true,
      sequences: false,
      unsafe_arrows: true,
    },
  });
  if (!code) throw new Error('The SDK came out empty.');
  for (const folder of ['packages/sdk/dist', 'apps/server/dist/sdk']) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'v1.js'), code);
  }
  await buildPackage();
}

async function buildPackage() {
  const sdk = join(root, 'packages/sdk');
  await build({
    entryPoints: [join(sdk, 'src/index.ts')],
    outfile: join(sdk, 'dist/index.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2020',
    logLevel: 'warning',
  });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { status, error } = spawnSync(
    process.execPath,
    [compiler, '--project', join(sdk, 'tsconfig.build.json')],
    { stdio: 'inherit' },
  );
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
  // Whoever uses the package has no .ts files of ours.
  for (const name of readdirSync(join(sdk, 'dist')).filter((file) => file.endsWith('.d.ts'))) {
    const path = join(sdk, 'dist', name);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'"));
  }
}
