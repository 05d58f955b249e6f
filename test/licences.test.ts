import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Licences (SPDX) that let anybody do with Keyline what its own lets them do. */
const PERMISSIVE = new Set([
  'Apache-2.0',
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Python-2.0',
  'Zlib',
]);

/** Packages under another licence, with the one that brings them; NOTICE tells of each. */
const OTHERS = { 'node_modules/eckles': 'MPL-2.0', 'node_modules/rasha': 'MPL-2.0' };

interface LockedPackage {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

const locked = (): [string, LockedPackage][] => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(packages);
};

/** The licence a package at run time states; absent when it is not installed on this platform. */
function licenceOf(path: string): string | undefined {
  const file = join(ROOT, path, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license } = JSON.parse(readFileSync(file, 'utf8')) as { license?: unknown };
  return typeof license === 'string' ? license : JSON.stringify(license ?? 'none stated');
}

/** One choice of `A OR B` has to be permissive, all of `A AND B`. */
function isPermissive(licence: string): boolean {
  const choices = licence.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((one) => PERMISSIVE.has(one)));
}

test('what runs with Keyline is under a permissive licence, but for what NOTICE names', () => {
  const atRunTime = locked().filter(
    ([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true,
  );
  const licences = atRunTime.flatMap(([path]) => [[path, licenceOf(path)] as const]);
  const installed = licences.filter((one): one is [string, string] => one[1] !== undefined);
  expect(installed.length).toBeGreaterThan(200);
  expect(Object.fromEntries(installed.filter(([, licence]) => !isPermissive(licence)))).toEqual(OTHERS);
  const notice = readFileSync(join(ROOT, 'NOTICE'), 'utf8');
  for (const path of Object.keys(OTHERS)) expect(notice).toContain(path.replace('node_modules/', ''));
});
