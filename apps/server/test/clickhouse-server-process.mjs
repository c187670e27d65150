// A real ClickHouse server from chDB's library, in a process of its own: the library's command line
// starts the listeners and then sleeps. Arguments: library, data folder, config file, and ports: of HTTP, of the
// native protocol, and the one on which the library itself speaks that.
import { connect, createServer } from 'node:net';
import { DataType, load, open } from 'ffi-rs';

const [library, path, config, httpPort, tcpPort, ownPort] = process.argv.slice(2);

open({ library: 'chdb', path: library });

const parameters = [
  'clickhouse',
  `--path=${path}`,
  `--config-file=${config}`,
  '--listen_host=127.0.0.1',
  `--http_port=${httpPort}`,
  `--tcp_port=${ownPort}`,
  '--query=SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; ' +
    'SELECT sleepEachRow(1) FROM numbers(100000) SETTINGS max_block_size=1, ' +
    // The server ends with this query: it must not be the one that is refused memory, or ended to make room.
    'max_untracked_memory=1000000000, memory_overcommit_ratio_denominator=0, ' +
    'memory_overcommit_ratio_denominator_for_user=0, ' +
    'function_sleep_max_microseconds_per_block=0 FORMAT Null',
];

// The library aborts when a connection of the native protocol is reset, as another shard does that gives up a
// question; a server catches that. So what comes there is relayed, and ends in order: all is read, and what was to
// be sent to whoever has gone is thrown away.
createServer((caller) => {
  const callee = connect(Number(ownPort), '127.0.0.1');
  caller.on('error', () => callee.end()).pipe(callee);
  callee.on('error', () => caller.destroy()).pipe(caller);
  caller.on('close', () => callee.resume());
}).listen(Number(tcpPort), '127.0.0.1');

const parent = process.ppid;
// A test that is killed cannot stop its server.
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 500);

await load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [parameters.length, parameters],
  runInNewThread: true,
});
