#!/usr/bin/env -S node --max-semi-space-size=32
'use strict';

// Twice the room for what is young: rows on their way to the index and bodies on their way to the store
// are garbage soon, and each collection that comes before that copies them and stops all answers. It can
// be said on the line of the command only, which is why this file is started as a program.

// CommonJS, because nothing asynchronous may run before this line: chDB's sessions block threads
// of libuv's pool, whose size is read once, when its first task is queued.
process.env.UV_THREADPOOL_SIZE ??= '16';

const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const main = join(__dirname, '..', 'dist', 'main.js');

if (existsSync(main)) {
  import(pathToFileURL(main).href).catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
} else {
  console.error('Muster is not built yet: run "npm start", or "npm install && npm run build".');
  process.exitCode = 1;
}
