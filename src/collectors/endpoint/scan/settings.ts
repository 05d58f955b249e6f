import type { ScanBuilder } from './builder.ts';
import type { Fields } from './parse.ts';
import { asRecord, textOf } from './shape.ts';

/** Settings of a client that widen what it may do unasked, in words of the graph's `riskFacts`. */
export type SettingsReader = (settings: Fields) => string[];

const claude: SettingsReader = (settings) => {
  const env = asRecord(settings['env']);
  return told({
    'auto-approve': asRecord(settings['permissions'])['defaultMode'] === 'bypassPermissions',
    'auto-approve-project-servers': settings['enableAllProjectMcpServers'] === true,
    'api-key-helper': textOf(settings['apiKeyHelper']) !== undefined,
    'custom-model-endpoint': textOf(env['ANTHROPIC_BASE_URL']) !== undefined,
    'sandbox-off': asRecord(settings['sandbox'])['enabled'] === false,
  });
};

const codex: SettingsReader = (settings) => {
  const providers = Object.values(asRecord(settings['model_providers'])).map(asRecord);
  return told({
    'sandbox-off': settings['sandbox_mode'] === 'danger-full-access',
    'auto-approve': settings['approval_policy'] === 'never',
    'custom-model-endpoint': providers.some((provider) => textOf(provider['base_url']) !== undefined),
  });
};

const gemini: SettingsReader = (settings) =>
  told({
    'auto-approve': asRecord(settings['general'])['defaultApprovalMode'] === 'yolo' || settings['autoAccept'] === true,
    'sandbox-off': asRecord(settings['tools'])['sandbox'] === false || settings['sandbox'] === false,
  });

const vscode: SettingsReader = (settings) =>
  told({
    'auto-approve': settings['chat.tools.autoApprove'] === true || settings['chat.tools.global.autoApprove'] === true,
    'auto-start-servers':
      settings['chat.mcp.autostart'] === true || settings['chat.mcp.autostart'] === 'newAndOutdated',
    'all-servers-allowed': settings['chat.mcp.access'] === 'all',
    'discovers-servers': settings['chat.mcp.discovery.enabled'] === true,
  });

export const settingsReaders = { claude, codex, gemini, vscode } as const;

function told(facts: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(facts).filter((name) => facts[name] === true);
}

/** Variables that a client's own settings put into its environment. */
export function settingsEnvironment(builder: ScanBuilder, settings: Fields, place: string, client: string): void {
  for (const [name, value] of Object.entries(asRecord(settings['env']))) builder.value(name, value, { place, client });
}
