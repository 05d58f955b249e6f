import { join } from 'node:path';

/** The platforms whose layouts are known, as Node names them. */
export type Platform = 'darwin' | 'linux' | 'win32';

/** The folders of a home that differ from platform to platform. */
export interface Places {
  readonly platform: Platform;
  readonly home: string;
  /** Where applications keep a user's configuration. */
  readonly config: string;
  readonly local: string;
  readonly zed: string;
  readonly gcloud: string;
  readonly gh: string;
  readonly claudeManaged: readonly string[];
  readonly codexHome: string | undefined;
}

/** @param systemRoot the root that managed settings lie under: `/`, or another folder in tests. */
export function placesOf(home: string, platform: Platform, systemRoot: string, codexHome: string | undefined): Places {
  const roaming = join(home, 'AppData', 'Roaming');
  const dotConfig = join(home, '.config');
  const config = { darwin: join(home, 'Library', 'Application Support'), linux: dotConfig, win32: roaming }[platform];
  const windows = platform === 'win32';
  return {
    platform,
    home,
    config,
    local: windows ? join(home, 'AppData', 'Local') : dotConfig,
    zed: windows ? join(roaming, 'Zed') : join(dotConfig, 'zed'),
    gcloud: windows ? join(roaming, 'gcloud') : join(dotConfig, 'gcloud'),
    gh: windows ? join(roaming, 'GitHub CLI') : join(dotConfig, 'gh'),
    claudeManaged: MANAGED[platform].map((folder) => join(systemRoot, folder)),
    codexHome,
  };
}

const MANAGED: Readonly<Record<Platform, readonly string[]>> = {
  darwin: ['Library/Application Support/ClaudeCode'],
  linux: ['etc/claude-code'],
  win32: ['Program Files/ClaudeCode', 'ProgramData/ClaudeCode'],
};
