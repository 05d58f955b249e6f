import { addPolicy, allow, document } from '../aws/iam.ts';
import { addBucket, addCluster, addSecret, addTable } from '../aws/resources.ts';
import type { World } from '../world.ts';

const PROD = { environment: 'production' } as const;

/** What there is to reach: the databases, buckets, tables and secrets that the situations speak of. */
export class Estate {
  readonly ledger: string;
  readonly payments: string;
  readonly customerData: string;
  readonly backups: string;
  readonly supportTickets: string;
  readonly supportCustomers: string;
  readonly warehouse: string;
  readonly orders: string;
  readonly stagingDb: string;
  readonly sandboxDb: string;
  readonly sandboxBucket: string;
  readonly readOnly: string;

  constructor({ aws }: World) {
    const { production, staging, sandbox, management } = aws;
    this.ledger = addCluster(production, 'ledger', {
      ...PROD,
      'data-classification': 'confidential',
      owner: 'payments',
    });
    this.payments = addCluster(production, 'payments', { ...PROD, owner: 'payments' });
    this.supportTickets = addCluster(production, 'support-tickets', { ...PROD, owner: 'support' });
    this.supportCustomers = addCluster(production, 'support-customers', {
      ...PROD,
      'data-classification': 'pii',
      owner: 'support',
    });
    this.warehouse = addCluster(production, 'warehouse', { ...PROD, owner: 'data' });
    this.customerData = addBucket(production, 'brightwater-customer-data', {
      ...PROD,
      'data-classification': 'customer-data',
    });
    this.backups = addBucket(production, 'brightwater-db-backups', { ...PROD, 'data-classification': 'confidential' });
    addBucket(production, 'brightwater-public-assets', { ...PROD, 'data-classification': 'public' });
    addBucket(production, 'brightwater-invoices', { ...PROD, 'data-classification': 'confidential' });
    this.orders = addTable(production, 'orders', PROD);
    addSecret(production, 'prod/ledger/reporting', { tags: PROD, rotated: 12 });
    this.stagingDb = addCluster(staging, 'ledger-staging', { environment: 'staging' });
    addBucket(staging, 'brightwater-staging-fixtures', { environment: 'staging' });
    this.sandboxDb = addCluster(sandbox, 'playpen', { environment: 'sandbox' });
    this.sandboxBucket = addBucket(sandbox, 'brightwater-sandbox-scratch', { environment: 'sandbox' });
    addBucket(management, 'brightwater-org-trail', { environment: 'production', 'data-classification': 'internal' });
    this.readOnly = addPolicy(production, 'sandbox-free-read', document(allow('cloudwatch:GetMetricData')));
  }
}
