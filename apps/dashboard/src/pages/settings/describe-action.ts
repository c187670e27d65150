const words: Readonly<Record<string, string>> = {
  'project.created': 'Project created',
  'project.updated': 'Project changed',
  'key.created': 'API key created',
  'key.revoked': 'API key revoked',
  'segment.created': 'Segment created',
  'segment.updated': 'Segment changed',
  'segment.deleted': 'Segment deleted',
  'segment.restored': 'Segment brought back',
  'experience.created': 'Experience created',
  'experience.updated': 'Experience changed',
  'experience.deleted': 'Experience deleted',
  'trackedEvent.created': 'No-code event created',
  'trackedEvent.updated': 'No-code event changed',
  'trackedEvent.deleted': 'No-code event deleted',
  'member.added': 'Member added',
  'member.role_changed': 'Role changed',
  'member.removed': 'Member removed',
  'invitation.created': 'Invitation made',
  'invitation.revoked': 'Invitation taken back',
  'user.erased': 'User erased',
  'webhook.created': 'Webhook created',
  'webhook.updated': 'Webhook changed',
  'webhook.deleted': 'Webhook deleted',
  'webhook.disabled': 'Webhook turned off',
  'webhook.secretRotated': 'Webhook given a new secret',
  'webhook.tested': 'Webhook tested',
  'webhook.replayed': 'Webhook messages replayed',
  'export.created': 'File of users asked for',
  'export.deleted': 'File of users deleted',
  'user.tagged': 'User tagged',
  'catalog.noted': 'Catalog changed',
  'attribute.removed': 'Attribute removed from users',
};

/** What an action of the audit log is called; one that is not known yet, by its code. */
export function describeAction(action: string): string {
  return words[action] ?? action;
}
