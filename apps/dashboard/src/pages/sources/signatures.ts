import type { SignatureScheme, SourceKind } from '@muster/protocol';

/** How a sender proves that it is the sender: in short, and what to do for it. */
export const signatures: Record<SignatureScheme, { label: string; step: string }> = {
  none: { label: 'No signature', step: 'Nothing is signed: keep the address to yourself.' },
  segment: {
    label: 'Segment’s signature',
    step: 'Segment signs with the secret (x-signature).',
  },
  'hmac-sha256': {
    label: 'HMAC-SHA256',
    step: 'Sign the body with HMAC-SHA256 and the secret, in hex, as x-signature-256.',
  },
  'standard-webhooks': {
    label: 'Standard Webhooks',
    step: 'Sign as Standard Webhooks says, with the secret (webhook-signature).',
  },
  'customer-io': {
    label: 'Customer.io’s signature',
    step: 'Customer.io signs with its own key: give it as the secret here.',
  },
  bearer: { label: 'Bearer secret', step: 'Send the secret as authorization: Bearer …' },
};

/** Those that a source of the kind can have. */
export function listSignatures(kind: SourceKind): SignatureScheme[] {
  if (kind === 'segment') return ['none', 'segment'];
  return (Object.keys(signatures) as SignatureScheme[]).filter((scheme) => scheme !== 'segment');
}
