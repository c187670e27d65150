/**
 * The key that a sender says: `Authorization: Basic` with it as the name, as Segment's libraries do, or
 * `Bearer`, or `x-api-key`.
 */
export function readSenderSecret(headers: Headers): string | undefined {
  const key = headers.get('x-api-key')?.trim();
  if (key) return key;
  const authorization = headers.get('authorization') ?? '';
  const [, scheme = '', value = ''] = /^(basic|bearer) +(\S+)\s*$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  const [name] = Buffer.from(value, 'base64').toString('utf8').split(':', 1);
  return name || undefined;
}
