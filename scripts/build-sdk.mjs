// Bundles the browser SDK: the script that pages load, where the server reads it and in the npm
// package.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './prepare-workspace.mjs';

const sdk = join(root, 'packages/sdk');
const served = join(root, 'apps/server/dist/sdk');

/** Builds `packages/sdk/dist`, and copies the script to where the server finds it. */
export async function buildSdk() {
  await build({
    entryPoints: [join(sdk, 'src/main.ts')],
    outfile: join(sdk, 'dist/v1.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    // Chrome and Edge 80, Firefox 74, Safari 13.1: all of 2020. docs/sdk.md says so too.
    target: 'es2020',
    charset: 'utf8',
    logLevel: 'warning',
  });
  mkdirSync(served, { recursive: true });
  copyFileSync(join(sdk, 'dist/v1.js'), join(served, 'v1.js'));
}
