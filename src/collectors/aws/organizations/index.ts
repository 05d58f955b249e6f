import { type AnyStep, type FileFormat, step } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { organizationsFile } from './file.ts';
import { mapPolicy, mapStructure, POLICY_EMITS, STRUCTURE_EMITS } from './map.ts';
import { fetchPolicies } from './policies-live.ts';
import type { PolicyRaw, StructureRaw } from './raw.ts';
import { fetchStructure } from './structure-live.ts';

const structure = step<AwsClient, StructureRaw, (typeof STRUCTURE_EMITS)[number]>({
  id: 'organizations',
  title: 'Organization: roots, organizational units, accounts',
  mode: 'snapshot',
  emits: STRUCTURE_EMITS,
  permissions: [
    'organizations:DescribeOrganization',
    'organizations:ListRoots',
    'organizations:ListOrganizationalUnitsForParent',
    'organizations:ListAccounts',
    'organizations:ListAccountsForParent',
    'organizations:ListTagsForResource',
  ],
  fetch: fetchStructure,
  map: mapStructure,
});

const policies = step<AwsClient, PolicyRaw, (typeof POLICY_EMITS)[number]>({
  id: 'organization-policies',
  title: 'Service control policies and resource control policies with their targets',
  mode: 'snapshot',
  emits: POLICY_EMITS,
  permissions: ['organizations:ListPolicies', 'organizations:DescribePolicy', 'organizations:ListTargetsForPolicy'],
  fetch: fetchPolicies,
  map: mapPolicy,
});

export const steps: readonly AnyStep<AwsClient>[] = [structure, policies];
export const files: readonly FileFormat[] = [organizationsFile];
