import { isLongerThan, maxKeyLength, maxKeysPerProfile } from '@muster/conditions';
import type { ImportTarget } from '@muster/protocol';
import type { ImportColumn, ImportSettings } from '../../store/import-rows.ts';

type Identifier = ImportSettings['identifier'];

/** Names of columns, without all but letters and digits, in the order in which they are preferred. */
const idNames = [
  'userid',
  'id',
  'uuid',
  'uid',
  'customerid',
  'externalid',
  'contactid',
  'clientid',
];
const emailNames = ['email', 'emailaddress', 'mail', 'useremail'];
const nativeNames = {
  email: emailNames,
  name: ['name', 'fullname', 'displayname'],
  language: ['language', 'lang', 'locale'],
} as const;

/** By which column users are found, as far as the header tells. */
export function suggestIdentifier(columns: readonly ImportColumn[]): Identifier {
  const names = columns.map(({ name }) => simplify(name));
  const find = (wanted: readonly string[]) =>
    wanted.map((name) => names.indexOf(name)).find((index) => index >= 0);
  const id = find(idNames);
  if (id !== undefined) return { column: id, matches: 'id' };
  const email = find(emailNames);
  return email === undefined ? null : { column: email, matches: 'email' };
}

/** What each column would become: the native field of its name, or a custom attribute. */
export function suggestTargets(
  columns: readonly ImportColumn[],
  identifier: Identifier,
): ImportTarget[] {
  const taken = new Set<string>();
  let attributes = 0;
  // The column of the addresses fills that field by itself.
  if (identifier?.matches === 'email') taken.add('native email');
  return columns.map(({ name, kind, notation, isRepeated }, index): ImportTarget => {
    if (index === identifier?.column || isRepeated) return { type: 'skip' };
    const field = findNative(simplify(name));
    if (field !== undefined && !taken.has(`native ${field}`)) {
      taken.add(`native ${field}`);
      return { type: 'native', field };
    }
    const key = name.trim();
    const isUsable = key !== '' && !isLongerThan(key, maxKeyLength);
    if (!isUsable || taken.has(key) || attributes >= maxKeysPerProfile) return { type: 'skip' };
    taken.add(key);
    attributes += 1;
    return { type: 'attribute', key, kind, ...(notation && { notation }) };
  });
}

function findNative(name: string): keyof typeof nativeNames | undefined {
  const fields = ['email', 'name', 'language'] as const;
  return fields.find((field) => (nativeNames[field] as readonly string[]).includes(name));
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
