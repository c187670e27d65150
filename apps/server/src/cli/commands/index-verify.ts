import type { VerifyReport } from '../../index/verify.ts';
import { runTask } from '../call-house.ts';
import { type Command, exitCodes } from '../command.ts';
import { jsonOption } from '../common-options.ts';
import { formatCount, type Terminal } from '../terminal.ts';

export const indexVerify: Command = {
  name: 'index verify',
  summary: 'Compare the index with the store',
  positionals: [],
  options: { json: jsonOption },
  notes: ['Exit code 1 when they differ. Data may come in meanwhile.'],
  async run(invocation) {
    const { terminal, options, signal } = invocation;
    const house = await invocation.house.open(invocation, {
      command: 'muster index verify',
      index: true,
    });
    try {
      const report = await runTask<VerifyReport>(house, '/local/index/verify', terminal, signal);
      if (options.isSet('json')) terminal.print(JSON.stringify(report));
      else describeReport(report, terminal);
      return report.differenceCount === 0 ? exitCodes.ok : exitCodes.failed;
    } finally {
      await house.close();
    }
  },
};

function describeReport(report: VerifyReport, terminal: Terminal): void {
  const { usersCompared, eventsCompared, differenceCount, differences } = report;
  const compared = `${formatCount(usersCompared)} users and ${formatCount(eventsCompared)} events`;
  if (differenceCount === 0) {
    terminal.print(`Index and store agree on ${compared}.`);
    return;
  }
  terminal.print(`${formatCount(differenceCount)} differences in ${compared}:`);
  for (const { project, number, what, detail } of differences) {
    terminal.print(`  project ${project}, user #${number}: ${what}: ${detail}`);
  }
  terminal.say('"muster index rebuild" makes the index anew.');
}
