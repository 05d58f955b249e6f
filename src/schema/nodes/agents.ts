import { defineNodes } from '../spec.ts';

export const agentNodes = defineNodes({
  Agent: {
    doc: 'An AI agent, assistant, MCP server or client installation, or another autonomous non-human consumer of credentials.',
    key: '`<platform>:<tenant>:agent:<id>`; the ARN where the platform has one',
    props: {
      name: { type: 'string', doc: 'Name.', index: true },
      kind: {
        type: 'string',
        doc: '`bedrock-agent`, `agentcore-runtime`, `ide-agent`, `mcp-server`, `coding-agent`, `assistant`, `agent-identity`, `workflow`, `inferred` …',
        index: true,
      },
      platform: {
        type: 'string',
        doc: 'Where it runs or is registered: `aws`, `okta`, `entra`, `github`, `endpoint` …',
      },
      tenant: { type: 'string', doc: 'Account, organisation or device.', optional: true },
      status: { type: 'string', doc: 'The platform’s own word: `active`, `disabled`, `PREPARED` …', optional: true },
      environment: {
        type: 'string',
        doc: '`production`, `staging`, `development`, `sandbox`.',
        optional: true,
        index: true,
      },
      model: { type: 'string', doc: 'Foundation model id.', optional: true },
      client: {
        type: 'string',
        doc: 'Client or product: `cursor`, `claude-code`, `copilot` …',
        optional: true,
        index: true,
      },
      version: { type: 'string', doc: 'Version or package specification.', optional: true },
      createdAt: { type: 'instant', doc: 'When it was created.', optional: true },
      updatedAt: { type: 'instant', doc: 'When it was last changed.', optional: true },
      lastActiveAt: { type: 'instant', doc: 'Last activity the platform reports.', optional: true, history: false },
      tags: { type: 'strings', doc: 'Tags as `key=value`.', optional: true },
      riskFacts: {
        type: 'strings',
        doc: 'Settings that widen what it may do unasked: `auto-approve`, `sandbox-off` …',
        optional: true,
      },
    },
  },
  Tool: {
    doc: 'What an agent can call: an MCP server offer, an action group, a gateway target, a connector.',
    key: 'the canonical URL, `pkg:<ecosystem>/<name>`, or the provider id',
    props: {
      name: { type: 'string', doc: 'Name.', index: true },
      kind: { type: 'string', doc: '`mcp-server`, `action-group`, `gateway`, `gateway-target`, `connector`.' },
      transport: { type: 'string', doc: '`stdio`, `http`, `sse`.', optional: true },
      url: { type: 'string', doc: 'Origin and path, without query.', optional: true, index: true },
      package: { type: 'string', doc: 'Package name where it is started from one.', optional: true, index: true },
      version: { type: 'string', doc: 'Version specification.', optional: true },
      pinned: { type: 'boolean', doc: 'The version is exact.', optional: true },
      authorization: {
        type: 'string',
        doc: '`none`, `oauth2`, `iam`, `api-key`, `jwt` or `unknown`.',
        optional: true,
        index: true,
      },
      environment: { type: 'string', doc: '`production`, `staging`, `development`, `sandbox`.', optional: true },
      tags: { type: 'strings', doc: 'Tags as `key=value`.', optional: true },
    },
  },
  Device: {
    doc: 'A developer machine or host.',
    key: '`device:<MDM or EDR id>`, else `device:<keyed hash of host id>`',
    props: {
      name: { type: 'string', doc: 'Host name.', index: true },
      os: { type: 'string', doc: 'Operating system.', optional: true },
      userName: {
        type: 'string',
        doc: 'Login name of the user whose home was scanned.',
        optional: true,
        personal: true,
      },
      userEmail: { type: 'string', doc: 'E-mail of a signed-in account.', optional: true, personal: true },
      shared: { type: 'boolean', doc: 'More than one person works on it.', optional: true },
      scannedAt: { type: 'instant', doc: 'When the scan was made.', optional: true, history: false },
    },
  },
});
