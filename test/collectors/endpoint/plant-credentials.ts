import type { Platform } from '../../../src/collectors/endpoint/scan/places.ts';
import { type Canary, letters, make, openSshKey } from './canaries.ts';
import type { TestHome } from './home.ts';

/** Puts a credential into every place that programs keep one. */
export function plantCredentials(home: TestHome, platform: Platform): Canary[] {
  const roaming = platform === 'win32' ? '~/AppData/Roaming' : '~/.config';
  const canaries: Canary[] = [];
  const secret = (path: string, value: string, as = value): string => {
    const full = home.at(path);
    canaries.push({
      secret: value,
      place: full.startsWith(`${home.home}/`) ? `~/${full.slice(home.home.length + 1)}` : full,
      as,
    });
    return value;
  };
  const aws = '~/.aws/credentials';
  home.put(
    aws,
    `[default]\naws_access_key_id = ${make.keyId('dflt')}\naws_secret_access_key = ${secret(aws, `${letters('awsd', 30)}/+${letters('awse', 8)}`)}\n[shop.prod]\naws_access_key_id=${make.keyId('prod')}\naws_secret_access_key=${secret(aws, make.plain('awsp'))}\n`,
  );
  home.put(
    '~/.aws/config',
    '[default]\nregion = eu-west-1\n[profile deploy]\nrole_arn = arn:aws:iam::444455556666:role/heron-deploy\nsource_profile = shop.prod\n[profile sso-dev]\nsso_session = finch\nsso_account_id = 777788889999\nsso_role_name = Developer\n[sso-session finch]\nsso_start_url = https://finch.example.com/start\n[profile proc]\ncredential_process = /opt/bin/vend --role x\n',
  );
  const sso = '~/.aws/sso/cache/ab12.json';
  home.put(sso, {
    startUrl: 'https://finch.example.com/start',
    accessToken: secret(sso, make.plain('sso')),
    expiresAt: '2026-11-20T20:00:00Z',
    clientSecret: secret(sso, make.plain('ssoc')),
    registrationExpiresAt: '2027-01-01T00:00:00Z',
  });
  const cli = '~/.aws/cli/cache/cd34.json';
  home.put(cli, {
    Credentials: {
      AccessKeyId: make.keyId('cli').replace('AKIA', 'ASIA'),
      SecretAccessKey: secret(cli, make.plain('cli')),
      SessionToken: letters('clis', 90),
      Expiration: '2026-11-20T12:00:00Z',
    },
  });
  const adc = `${roaming}/gcloud/application_default_credentials.json`;
  home.put(adc, {
    type: 'authorized_user',
    client_id: '1.apps.example.com',
    client_secret: secret(adc, make.plain('adc')),
    refresh_token: secret(adc, make.refresh('adc')),
    quota_project_id: 'finch-1',
  });
  const sa = './deploy/service-account.json';
  home.put(sa, {
    type: 'service_account',
    project_id: 'finch-1',
    private_key_id: 'a1b2c3d4e5',
    private_key: secret(sa, make.pem()),
    client_email: 'robin@finch-1.iam.example.com',
    client_id: '77',
  });
  const legacy = `${roaming}/gcloud/legacy_credentials/wren@example.com/adc.json`;
  home.put(legacy, { type: 'authorized_user', refresh_token: secret(legacy, make.refresh('legacy')) });
  home.put('~/.azure/azureProfile.json', {
    subscriptions: [{ tenantId: 't-1', user: { name: 'Wren.ODell@finch.example.com', type: 'user' } }],
  });
  const azure = '~/.azure/service_principal_entries.json';
  home.put(azure, [{ client_id: 'app-9', tenant: 't-1', client_secret: secret(azure, `Aq8Q~${letters('az', 34)}`) }]);
  home.put('~/.azure/msal_token_cache.bin', Buffer.from([1, 2, 3]));
  const gh = platform === 'win32' ? '~/AppData/Roaming/GitHub CLI/hosts.yml' : '~/.config/gh/hosts.yml';
  home.put(
    gh,
    `github.com:\n    user: wren-o\n    oauth_token: ${secret(gh, make.gho('gh'))}\n    users:\n        wren-o:\n        other-o:\nghe.example.com:\n    user: wren\n`,
  );
  home.put(
    '~/.netrc',
    `# comment\nmachine git.example.com login wren password ${secret('~/.netrc', make.plain('netrc'))}\ndefault login anonymous password ${secret('~/.netrc', 'Wh1te-Stork')}\n`,
  );
  home.put(
    '~/.git-credentials',
    `https://wren:${secret('~/.git-credentials', make.fine('gitc'))}@github.com\nhttps://oddbird:${encodeURIComponent(secret('~/.git-credentials', 'p@ss/Wörd-417-Tern'))}@git.example.com\n`,
  );
  home.put(
    '~/.npmrc',
    `//registry.example.com/:_authToken=${secret('~/.npmrc', make.npm('npm'))}\n//other.example.com/:_authToken=\${NPM_TOKEN}\n//third.example.com/:_password="${secret('~/.npmrc', make.plain('npmp'))}"\n`,
  );
  home.put('./.npmrc', `//npm.pkg.example.com/:_authToken=${secret('./.npmrc', make.plain('npmw'))}\n`);
  home.put(
    '~/.pypirc',
    `[pypi]\nusername = __token__\npassword = ${secret('~/.pypirc', make.pypi('pypi'))}\n[inner]\nrepository = https://pypi.example.com/simple\nusername = wren\npassword = ${secret('~/.pypirc', make.plain('pypr'))}\n`,
  );
  const docker = '~/.docker/config.json';
  home.put(docker, {
    auths: {
      'r.example.com': { auth: Buffer.from(`wren:${secret(docker, make.plain('dock'))}`).toString('base64') },
      'h.example.com': {},
    },
    credsStore: 'osxkeychain',
  });
  const kube = '~/.kube/config';
  home.put(
    kube,
    `clusters:\n- name: c1\n  cluster: {server: "https://k8s.example.com:6443/"}\ncontexts:\n- name: ctx\n  context: {cluster: c1, user: tok}\nusers:\n- name: tok\n  user: {token: "${secret(kube, make.jwt('kube'))}"}\n- name: key\n  user: {client-key-data: "${Buffer.from(secret(kube, make.pem().trim())).toString('base64')}"}\n- name: ex\n  user: {exec: {command: /usr/local/bin/aws, args: [eks, get-token]}}\n`,
  );
  home.put('~/.vault-token', `${secret('~/.vault-token', make.vault('vault'))}\n`);
  home.put(
    '~/.zshrc',
    `# OPENAI_API_KEY=sk-commented\nexport OPENAI_API_KEY="${secret('~/.zshrc', make.openai('rc'))}" # mine\nexport POT_TOKEN='${secret('~/.zshrc', make.plain('rcpot'))}'\nalias x=y\nexport PATH=$PATH:/opt\nexport DYNAMIC=$(pass show x)\n`,
  );
  home.put(
    '~/.config/fish/config.fish',
    `set -gx SLACK_BOT_TOKEN ${secret('~/.config/fish/config.fish', make.slack('fish'))}\n`,
  );
  home.put(
    '~/Documents/PowerShell/Microsoft.PowerShell_profile.ps1',
    `$env:GEMINI_API_KEY = "${secret('~/Documents/PowerShell/Microsoft.PowerShell_profile.ps1', make.google('ps'))}"\n`,
  );
  const pem = make.pem().trim();
  home.put(
    './app/.env.production',
    `AWS_ACCESS_KEY_ID=${make.keyId('env')}\nAWS_SECRET_ACCESS_KEY=${secret('./app/.env.production', make.plain('enva'))}\nDATABASE_URL=postgres://shop:${secret('./app/.env.production', make.plain('envd'))}@db.example.com:5432/shop\nDEBUG=true\nSESSION_SECRET=changeme\nVAULT_REF=op://vault/item\nSIGNING_KEY="${secret('./app/.env.production', pem)}"\nAFTER_TOKEN=${secret('./app/.env.production', make.plain('after'))}\n`,
  );
  const ssh = openSshKey('wren@finch');
  canaries.push({ secret: ssh.privateText.trim(), place: '~/.ssh/id_ed25519' });
  home.put('~/.ssh/id_ed25519', ssh.privateText);
  home.put('~/.ssh/id_ed25519.pub', ssh.publicText);
  home.put('~/.ssh/id_old', make.lockedRsa());
  home.put('~/.ssh/id_old.pub', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ== old@finch');
  home.put('~/.ssh/known_hosts', 'git.example.com ssh-ed25519 AAAA');
  home.put('~/.gitconfig', '[user]\n\temail = ignored@example.com\n');
  return canaries;
}
