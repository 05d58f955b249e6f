import type { Random } from './prng.ts';
import type { Person, Team } from './types.ts';

export const DOMAIN = 'brightwater.example';
export const HR_TENANT = 'brightwater';

type Entry = readonly [
  handle: string,
  name: string,
  title: string,
  team: string,
  manager: string | undefined,
  began: number,
  more?: { readonly left?: number; readonly status?: string; readonly sponsor?: string; readonly contractor?: true },
];

/** The people by handle, in the order of their employee ids from E-1001 on. */
const ENTRIES = [
  ['ottilie', 'Ottilie Brandvold', 'Chief Executive', 'exec', undefined, 4100],
  ['ruairi', 'Ruairí Mac Suibhne', 'Chief Technology Officer', 'exec', 'ottilie', 3800],
  ['ingrid', 'Ingrid Solheim-Paz', 'Head of Platform Engineering', 'platform', 'ruairi', 2900],
  ['kasimir', 'Kasimir Oyelaran', 'Senior Platform Engineer', 'platform', 'ingrid', 1400],
  ['tomasz', 'Tomasz Wieczorek', 'Platform Engineer', 'platform', 'ingrid', 1600, { left: 85 }],
  ['baoanh', 'Bao-Anh Delacroix', 'Platform Engineer', 'platform', 'ingrid', 1900, { left: 200 }],
  ['wren', 'Wren Abernathy-Fox', 'Site Reliability Engineer', 'platform', 'ingrid', 900],
  ['ikaika', 'Ikaika Kealoha', 'Site Reliability Engineer', 'platform', 'ingrid', 1100, { status: 'On Leave' }],
  ['leontyne', 'Leontyne Okafor', 'Head of Payments', 'payments', 'ruairi', 2600],
  ['casimiro', 'Casimiro Vandenberghe', 'Payments Engineer', 'payments', 'leontyne', 800],
  ['sunniva', 'Sunniva Achterberg', 'Staff Engineer', 'data', 'hakon', 1700],
  ['noor', 'Noor el-Haddad', 'Principal Payments Engineer', 'payments', 'leontyne', 1500],
  ['pietjan', 'Piet-Jan Ó Briain', 'Payments Engineer', 'payments', 'leontyne', 600],
  ['yevheniia', 'Yevheniia Kostiuk', 'Test Engineer', 'payments', 'leontyne', 700],
  ['marisol', 'Marisol Quintanilla', 'Director of Partnerships', 'growth', 'ottilie', 2200],
  ['hakon', 'Håkon Lindqvist-Mbeki', 'Head of Data Platform', 'data', 'ruairi', 2400],
  ['theodora', 'Theodora Vasilakis', 'Data Engineer', 'data', 'hakon', 1000],
  ['aurelio', 'Aurelio Castellanos-Reyes', 'Machine Learning Engineer', 'data', 'hakon', 640],
  ['jagoda', 'Jagoda Przybylska', 'Data Engineer', 'data', 'hakon', 480],
  ['seun', 'Oluwaseun Bright', 'Machine Learning Engineer', 'data', 'hakon', 900, { left: -14 }],
  ['philippa', 'Philippa Hargreaves-Ngata', 'Head of Support Engineering', 'support', 'ruairi', 2000],
  ['emrys', 'Emrys Llewellyn', 'Support Engineer', 'support', 'philippa', 820],
  ['zsofia', 'Zsófia Halmos', 'Support Engineer', 'support', 'philippa', 410],
  ['dmitri', 'Dmitri Aleksandrov', 'Support Engineer', 'support', 'philippa', 365],
  ['rosalind', 'Rosalind Achebe', 'Head of Security', 'security', 'ruairi', 1850],
  ['bart', 'Bartholomew Tiwari', 'Security Analyst', 'security', 'rosalind', 560],
  ['xiomara', 'Xiomara Fuentes', 'Security Engineer', 'security', 'rosalind', 730],
  ['marguerite', 'Marguerite Fontaine-Diop', 'Head of Growth', 'growth', 'ottilie', 2100],
  [
    'corwin',
    'Corwin Ashgrove',
    'CRM Consultant',
    'growth',
    'marguerite',
    300,
    { left: 20, sponsor: 'marguerite', contractor: true },
  ],
  ['solveig', 'Solveig Nakamura', 'Growth Analyst', 'growth', 'marguerite', 520],
  [
    'amadou',
    'Amadou Keïta',
    'CRM Consultant',
    'growth',
    'marguerite',
    240,
    { left: -60, sponsor: 'marguerite', contractor: true },
  ],
  ['bronwen', 'Bronwen Tshabalala', 'Head of Finance Systems', 'finance', 'ottilie', 1750],
  ['lucjan', 'Lucjan Mroczek', 'Finance Systems Engineer', 'finance', 'bronwen', 690],
  ['perpetua', 'Perpetua Imanuel', 'Finance Analyst', 'finance', 'bronwen', 310],
  ['gideon', 'Gideon Steinhauer', 'Head of People', 'people', 'ottilie', 1950],
  ['asel', 'Asel Nurlanova', 'People Analyst', 'people', 'gideon', 450],
  ['fenella', 'Fenella MacGillivray', 'Developer Experience Engineer', 'platform', 'ingrid', 770],
  ['quillon', 'Quillon Baptiste', 'Research Engineer', 'data', 'hakon', 980],
  ['mireille', 'Mireille Toussaint', 'Research Engineer', 'tidal-lab', 'marisol', 1200, { left: 150 }],
  ['idris', 'Idris Pemberton-Zhou', 'Payments Engineer', 'payments', 'leontyne', 280],
  ['lavinia', 'Lavinia Szabó', 'Frontend Engineer', 'support', 'philippa', 350],
] as const satisfies readonly Entry[];

export type Handle = (typeof ENTRIES)[number][0];

const TEAMS: readonly (readonly [id: string, name: string, manager: Handle, dissolved?: number])[] = [
  ['exec', 'Executive', 'ottilie'],
  ['platform', 'Platform Engineering', 'ingrid'],
  ['payments', 'Payments', 'leontyne'],
  ['data', 'Data Platform', 'hakon'],
  ['support', 'Support Engineering', 'philippa'],
  ['security', 'Security', 'rosalind'],
  ['growth', 'Growth', 'marguerite'],
  ['finance', 'Finance Systems', 'bronwen'],
  ['people', 'People', 'gideon'],
  ['tidal-lab', 'Tidal Lab', 'marisol', 120],
];

/** Who works at Brightwater: the named people, and whom the situations ask for by handle. */
export class Cast {
  readonly people: readonly Person[];
  readonly teams: readonly Team[];
  readonly #byHandle: ReadonlyMap<string, Person>;

  constructor(random: Random) {
    const idOf = new Map<string, string>(ENTRIES.map(([handle], index) => [handle, `E-${1001 + index}`]));
    this.people = ENTRIES.map((entry) => personOf(entry, idOf, random.fork(entry[0])));
    this.#byHandle = new Map(ENTRIES.map(([handle], index) => [handle, this.people[index] as Person]));
    this.teams = TEAMS.map(([id, name, manager, dissolved]) => ({
      id,
      name,
      manager: idOf.get(manager) ?? '',
      ...(dissolved === undefined ? {} : { dissolved }),
    }));
  }

  get(handle: Handle): Person {
    return this.#byHandle.get(handle) as Person;
  }

  /** People who are there and stay where they are: owners of what is ordinary. */
  get staff(): readonly Person[] {
    const movers = [this.get('sunniva'), this.get('noor')];
    return this.people.filter(
      (one) => one.left === undefined && one.employment === 'Employee' && !movers.includes(one),
    );
  }
}

function personOf(entry: Entry, idOf: ReadonlyMap<string, string>, random: Random): Person {
  const [handle, name, title, team, manager, began, more] = entry;
  return {
    id: idOf.get(handle) ?? '',
    name,
    email: emailOf(name),
    title,
    team,
    manager: manager === undefined ? undefined : idOf.get(manager),
    employment: more?.contractor === true ? 'Contractor' : 'Employee',
    sponsor: more?.sponsor === undefined ? undefined : idOf.get(more.sponsor),
    began,
    left: more?.left,
    status: more?.status,
    github: `${handle}-bw`,
    oktaId: `00u${random.alphanumeric(17)}`,
    entraId: random.uuid(),
    storeId: random.uuid(),
  };
}

/** `Håkon Lindqvist-Mbeki` → `hakon.lindqvist-mbeki@brightwater.example` */
export function emailOf(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/[^\w\s-]/g, '');
  const [first = '', ...rest] = plain.toLowerCase().split(/\s+/);
  return `${first}.${rest.join('-')}@${DOMAIN}`;
}

export function humanKey(person: Person): string {
  return `human:${person.id}`;
}
