import type { VerificationBody } from '@muster/protocol';
import { callHouse, findProjectPath } from '../call-house.ts';
import { type Command, exitCodes, type House, type Invocation, UsageError } from '../command.ts';
import { jsonOption, projectOption } from '../common-options.ts';

/** Opens the house for a command that needs no index, and closes it. */
async function atProject<T>(
  invocation: Invocation,
  work: (house: House, path: string) => Promise<T>,
): Promise<T> {
  const command = 'muster verification';
  const house = await invocation.house.open(invocation, { command, index: false });
  try {
    return await work(house, await findProjectPath(house, invocation.options.text('project')));
  } finally {
    await house.close();
  }
}

const read = (house: House, path: string) =>
  callHouse<VerificationBody>(house, `${path}/identify-verification`);

export const verificationStatus: Command = {
  name: 'verification status',
  summary: 'Show whether identify needs a signature, and the secret',
  positionals: [],
  options: { project: projectOption, json: jsonOption },
  run: (invocation) =>
    atProject(invocation, async (house, path) => show(invocation, await read(house, path))),
};

export const verificationOn = createSwitch('on', 'Take an identify only with a signature');
export const verificationOff = createSwitch('off', 'Take an identify without a signature');

function createSwitch(state: 'on' | 'off', summary: string): Command {
  return {
    name: `verification ${state}`,
    summary,
    positionals: [],
    options: { project: projectOption, json: jsonOption },
    run: (invocation) =>
      atProject(invocation, async (house, path) => {
        const body = { identifyVerification: state === 'on' };
        await callHouse(house, path, { method: 'PATCH', body, signal: invocation.signal });
        return show(invocation, await read(house, path));
      }),
  };
}

export const verificationRotate: Command = {
  name: 'verification rotate',
  summary: 'Make a new secret and print it',
  positionals: [],
  options: {
    project: projectOption,
    grace: {
      type: 'string',
      placeholder: '<hours>',
      help: 'how long the old one is still taken, at most 168 (0: it may have leaked)',
    },
    json: jsonOption,
  },
  run: (invocation) =>
    atProject(invocation, async (house, path) => {
      const grace = invocation.options.text('grace') ?? '0';
      if (!/^\d{1,3}$/.test(grace)) {
        throw new UsageError(`--grace must be a whole number of hours, not "${grace}".`);
      }
      const rotated = await callHouse<VerificationBody>(
        house,
        `${path}/identify-verification/rotate`,
        { method: 'POST', body: { graceHours: Number(grace) }, signal: invocation.signal },
      );
      return show(invocation, rotated);
    }),
};

/** The secret on standard output, all else beside it. */
function show({ terminal, options }: Invocation, verification: VerificationBody): number {
  const { required, secret, previousSecretUntil } = verification;
  if (options.isSet('json')) terminal.print(JSON.stringify(verification));
  else if (secret !== null) terminal.print(secret);
  terminal.say(
    required
      ? 'A browser is identified only with a signature: the HMAC-SHA256 of the user id with the secret, in hex.'
      : 'A browser is identified without a signature; turn it on with "muster verification on".',
  );
  if (previousSecretUntil !== null) {
    terminal.say(`The secret before this one is taken until ${previousSecretUntil}.`);
  }
  return exitCodes.ok;
}
