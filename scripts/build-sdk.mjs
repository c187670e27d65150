// Bundles the browser SDK: the script that pages load, where the server reads it and in the npm
// package, and that package's loader with its types.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { minify } from 'terser';
import { root } from './prepare-workspace.mjs';

// Names that are between our own files only, never on the wire, in storage or a page's: they may be
// as short as can be.
const internalNames = [
  'add afterSeq args ask asked askExperiences asks askSegments askServer beacon browserLanguage',
  'bytes chance checkRoute clear count createId drain emit entries fields fillRandomly finish',
  'flush has http invoke isBegunHere isPresent keeps lastSeq later leave listeners load log made',
  'markSaid merge names nextSeq onAnswer onConflict onSaid onSend onUsers outbox own owns',
  'passesBarriers post pushed read refresh refuse rejection remove rename renew rest resume',
  'retryAfter retryNow save say setLanguage settle speaker storage stored takeOver tell touch',
  'update view viewPage visitor warn watch write',
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
    // Not the repository's own: it adds "use strict", on which nothing here depends.
    tsconfigRaw: {},
    write: false,
    logLevel: 'warning',
  });
  const bundle = outputFiles[0]?.text ?? '';
  // Every page of a site loads this one: terser makes it a twentieth smaller than esbuild does.
  const { code } = await minify(bundle, {
    ecma: 2020,
    compress: {
      keep_fargs: false,
      hoist_vars: true,
      passes: 3,
      pure_getters: true,
      sequences: false,
      unsafe: true,
      unsafe_arrows: true,
      unsafe_comps: true,
    },
  });
  if (!code) throw new Error('The SDK came out empty.');
  for (const folder of ['packages/sdk/dist', 'apps/server/dist/sdk']) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'v1.js'), code);
  }
  await buildExperiences();
  await buildPackage();
}

/** What the script loads when there is something to show, one file a renderer, and the preview of the dashboard. */
async function buildExperiences() {
  const folders = ['packages/sdk/dist', 'apps/server/dist/sdk'];
  // Files of an earlier build have other names.
  for (const folder of folders)
    rmSync(join(root, folder, 'experiences'), { recursive: true, force: true });
  const source = join(root, 'packages/sdk/src/experiences');
  const { outputFiles } = await build({
    entryPoints: {
      experiences: join(source, 'main.ts'),
      'experiences/preview': join(source, 'preview.ts'),
      'experiences/explain': join(source, 'explain.ts'),
    },
    outdir: join(root, 'packages/sdk/dist'),
    chunkNames: 'experiences/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2020',
    minify: true,
    write: false,
    logLevel: 'warning',
  });
  for (const { path, contents } of outputFiles) {
    for (const folder of folders) {
      const file = join(root, folder, relative(join(root, 'packages/sdk/dist'), path));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, contents);
    }
  }
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
