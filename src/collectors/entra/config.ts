import { z } from 'zod';

/** The source's entry in the configuration file. No secret stands in it: secrets come from the environment. */
export const config = z.strictObject({
  tenantId: z
    .string()
    .min(1)
    .optional()
    .describe('Directory (tenant) id. Default: the environment variable AZURE_TENANT_ID.'),
  clientId: z
    .string()
    .min(1)
    .optional()
    .describe('Application (client) id that reads. Default: the environment variable AZURE_CLIENT_ID.'),
  certificatePath: z
    .string()
    .optional()
    .describe('PEM file with certificate and private key. Default: AZURE_CLIENT_CERTIFICATE_PATH.'),
  federatedTokenFile: z
    .string()
    .optional()
    .describe('File with the token of a federated credential. Default: AZURE_FEDERATED_TOKEN_FILE.'),
  secretVariable: z
    .string()
    .default('AZURE_CLIENT_SECRET')
    .describe(
      'Environment variable that holds the client secret; only where there is neither certificate nor federation.',
    ),
  signInActivity: z
    .boolean()
    .default(true)
    .describe('Read the last sign-in of users and applications (AuditLog.Read.All, Entra ID P1).'),
  leaveDates: z.boolean().default(true).describe('Read the leave date of users (User-LifeCycleInfo.Read.All).'),
  agentIdentities: z.boolean().default(true).describe('Read agent identities and their blueprints (Entra Agent ID).'),
  beta: z
    .boolean()
    .default(true)
    .describe('Use what Microsoft Graph offers in beta only: usage reports and sign-ins of service principals.'),
  eventDays: z.int().min(1).max(30).default(7).describe('Days of audit and sign-in events that a first run reads.'),
  baseUrl: z
    .url({ protocol: /^https$/ })
    .default('https://graph.microsoft.com')
    .describe('Microsoft Graph of the cloud the tenant is in. https only.'),
  authorityHost: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe('Sign-in service of that cloud. Default: AZURE_AUTHORITY_HOST, else login.microsoftonline.com.'),
});

export type EntraConfig = z.output<typeof config>;
