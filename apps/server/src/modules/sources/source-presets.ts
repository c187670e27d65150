import { type SourcePresetBody, sourceMappingSchema } from '@muster/protocol';
import type * as z from 'zod';

type GivenMapping = z.input<typeof sourceMappingSchema>;

interface Preset extends Omit<SourcePresetBody, 'mapping' | 'sample'> {
  mapping: GivenMapping;
  sample: unknown;
}

/**
 * Reporting webhooks: `event_id`, `object_type`, `metric`, `timestamp` (seconds) and `data.identifiers` with `id`, `email` and
 * `cio_id` are as in https://docs.customer.io/api/webhooks and in the example that Adobe's guide to this source prints; ids of
 * campaigns, `subject`, `href` and `recipient` stand in descriptions by others. The signature, hex HMAC-SHA256 of
 * `v0:<timestamp>:<body>`, is as several receivers check it. Nothing was received from Customer.io itself.
 */
const customerIo: Preset = {
  id: 'customer-io',
  name: 'Customer.io',
  logo: 'customer-io',
  signature: 'customer-io',
  note: 'Data & Integrations → Integrations → Reporting Webhooks. Copy its signing key here as the secret.',
  mapping: {
    user: { by: 'userId', path: 'data.identifiers.id' },
    messageId: 'event_id',
    timestamp: 'timestamp',
    event: {
      name: { path: 'metric' },
      properties: [
        { path: 'object_type', key: 'object_type' },
        { path: 'data.campaign_id', key: 'campaign_id' },
        { path: 'data.broadcast_id', key: 'broadcast_id' },
        { path: 'data.subject', key: 'subject' },
        { path: 'data.href', key: 'href' },
        { path: 'data.recipient', key: 'recipient' },
      ],
    },
  },
  sample: {
    event_id: '01E4C4CT6YDC7Y5M7FE1GWWPQJ',
    object_type: 'email',
    metric: 'opened',
    timestamp: 1774785600,
    data: {
      customer_id: 'ada',
      identifiers: { id: 'ada', email: 'ada@example.com', cio_id: 'd9c106000001' },
      delivery_id: 'ZAIAAVTJVG0QcCok0-0ZKj6yiQ==',
      campaign_id: 12,
      subject: 'Welcome',
      recipient: 'ada@example.com',
    },
  },
};

/**
 * The form is that of a contact in HubSpot's older API (`vid`, `properties.<name>.value`), which clients in the open read in the
 * same way, and the names are those of HubSpot's own properties. That an API key can be sent in a header is said in
 * https://knowledge.hubspot.com/workflows/how-do-i-use-webhooks-with-hubspot-workflows. That a workflow sends a contact in this form
 * was not found in HubSpot's documentation: whoever sets the source up compares it with what comes first.
 */
const hubspot: Preset = {
  id: 'hubspot',
  name: 'HubSpot',
  logo: 'hubspot',
  signature: 'bearer',
  note: 'A contact-based workflow with the action Send a webhook, POST, all contact properties. Authentication: API key in the request header authorization, with the value Bearer and the secret.',
  mapping: {
    user: { by: 'email', path: 'properties.email.value' },
    attributes: [
      { path: 'vid', key: 'hubspot_id', as: 'string' },
      { path: 'properties.lifecyclestage.value', key: 'lifecycle_stage' },
      { path: 'properties.hs_lead_status.value', key: 'lead_status' },
      { path: 'properties.company.value', key: 'company' },
      { path: 'properties.jobtitle.value', key: 'job_title' },
      { path: 'properties.num_associated_deals.value', key: 'deals', as: 'number' },
      { path: 'properties.recent_deal_close_date.value', key: 'last_deal_at', as: 'date' },
    ],
  },
  sample: {
    vid: 51,
    'canonical-vid': 51,
    properties: {
      email: { value: 'ada@example.com' },
      lifecyclestage: { value: 'customer' },
      company: { value: 'Analytical Engines' },
      num_associated_deals: { value: '2' },
      recent_deal_close_date: { value: '1774785600000' },
    },
  },
};

/**
 * Salesforce sends what the flow is told to send, so the body is this sample by our own note; `Contact` and `Account` have these
 * fields as standard. The header of a custom external credential is as in
 * https://help.salesforce.com/s/articleView?id=platform.flow_http_callout_guidelines_authenticating.htm. How a flow writes
 * `LastModifiedDate` into a body was not found: a time that cannot be read refuses the item and says so.
 */
const salesforce: Preset = {
  id: 'salesforce',
  name: 'Salesforce',
  logo: 'salesforce',
  signature: 'bearer',
  note: 'A record-triggered flow on Contact whose asynchronous path has an HTTP callout: POST, this sample as the sample body, and its fields set from the record. Authentication: a custom external credential with the header Authorization, Bearer and the secret, behind the named credential.',
  mapping: {
    user: { by: 'email', path: 'Email' },
    timestamp: 'LastModifiedDate',
    native: { name: 'Name' },
    attributes: [
      { path: 'Id', key: 'salesforce_id' },
      { path: 'Title', key: 'job_title' },
      { path: 'Account.Name', key: 'account' },
      { path: 'Account.Industry', key: 'industry' },
      { path: 'Account.AnnualRevenue', key: 'annual_revenue', as: 'number' },
      { path: 'Account.Type', key: 'account_type' },
    ],
  },
  sample: {
    Id: '0035g00000XyZabAAF',
    Email: 'ada@example.com',
    Name: 'Ada Lovelace',
    Title: 'Analyst',
    LastModifiedDate: '2026-03-29T12:00:00.000+0000',
    Account: { Name: 'Analytical Engines', Industry: 'Machinery', AnnualRevenue: 1200000 },
  },
};

/** Mappings to begin with, by name, as the API shows them. */
export const sourcePresets: readonly SourcePresetBody[] = [customerIo, hubspot, salesforce].map(
  ({ mapping, sample, ...rest }) => ({
    ...rest,
    mapping: sourceMappingSchema.parse(mapping),
    sample: JSON.stringify(sample, null, 2),
  }),
);
