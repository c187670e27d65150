#!/usr/bin/env node
'use strict';

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
