import { writeAccount } from '../aws/write.ts';
import { writeOrganisation } from '../base/organisation.ts';
import { writePeople } from '../base/people.ts';
import type { Output } from '../output.ts';
import type { Random } from '../prng.ts';
import type { Person } from '../types.ts';
import type { World } from '../world.ts';
import { ProductAccount } from './aws.ts';
import { laptopOf } from './devices.ts';
import { DirectoryAgents } from './directory.ts';
import { morePeople } from './people.ts';

/** How many there are. Agents, principals and credentials: of the population, beside the planted ones. */
export interface Figures {
  readonly people: number;
  readonly population: { readonly agents: number; readonly principals: number; readonly credentials: number };
}

const IDENTITIES_PER_PERSON = 82;
const PEOPLE_PER_ACCOUNT = 40;

/** Writes the population around the planted problems: about so many non-human identities, 82 for each person. */
export function populate(output: Output, world: World, identities: number): Figures {
  const random = world.random.fork('population');
  const named = world.cast.people;
  const count = Math.max(0, Math.round(identities / IDENTITIES_PER_PERSON) - named.length);
  const people = [...named, ...morePeople(world.cast, count, random)];
  writePeople(output, world, people);
  const population = new Population(output, world, random);
  const behind = Math.round(identities / IDENTITIES_PER_PERSON);
  for (let index = 0; index < behind; index += 1) population.add(people[index] as Person, index);
  population.close();
  const { agents, principals, credentials } = population;
  return { people: people.length, population: { agents, principals, credentials } };
}

class Population {
  agents = 0;
  principals = 0;
  credentials = 0;
  readonly #output: Output;
  readonly #world: World;
  readonly #random: Random;
  readonly #directory: DirectoryAgents;
  readonly #accounts: { readonly id: string; readonly name: string; readonly environment: string }[] = [];
  readonly #withLaptop: ReadonlySet<string>;
  #account: ProductAccount | undefined;

  constructor(output: Output, world: World, random: Random) {
    this.#output = output;
    this.#world = world;
    this.#random = random;
    this.#directory = new DirectoryAgents(world, random.fork('directory'));
    this.#withLaptop = new Set(world.devices.flatMap(({ emails }) => emails));
  }

  /** What one person is behind. Of the named people, only those who stay: what is ordinary raises no alarm. */
  add(person: Person, index: number): void {
    const random = this.#random.fork(`behind/${index}`);
    const isNamed = index < this.#world.cast.people.length;
    const { staff } = this.#world.cast;
    const owner = isNamed && !staff.includes(person) ? random.one(staff) : person;
    if (!this.#withLaptop.has(owner.email) && owner === person) this.#laptop(owner, random);
    this.#aws(owner, index, !isNamed && random.chance(0.05));
    this.#take(this.#directory.add(owner, index));
  }

  close(): void {
    this.#closeAccount();
    writeOrganisation(this.#output, [...Object.values(this.#world.aws), ...this.#accounts], this.#world.times);
  }

  #laptop(owner: Person, random: Random): void {
    const { device, credentials } = laptopOf(this.#world, owner, random);
    device.write(this.#output, this.#world.times.stamp(0, 6));
    this.agents += 4;
    this.credentials += credentials;
  }

  #aws(owner: Person, index: number, hidden: boolean): void {
    if (index % PEOPLE_PER_ACCOUNT === 0) this.#closeAccount();
    const number = Math.floor(index / PEOPLE_PER_ACCOUNT);
    this.#account ??= new ProductAccount(number, this.#random.fork(`account/${number}`), this.#world.times);
    this.#account.add(owner, hidden);
  }

  #closeAccount(): void {
    if (this.#account === undefined) return;
    const { account } = this.#account;
    writeAccount(this.#output, account);
    this.#accounts.push({ id: account.id, name: account.name, environment: account.environment });
    this.#take(this.#account);
    this.#account = undefined;
  }

  #take(made: { readonly agents: number; readonly principals: number; readonly credentials: number }): void {
    this.agents += made.agents;
    this.principals += made.principals;
    this.credentials += made.credentials;
  }
}
