import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { eventually } from '../../emulator/support/eventually.js';
import type { ClientName, Instruction, Outcome, Report, WireRequest } from './protocol.js';

const outdir = join(__dirname, 'dist');
const outfile = join(outdir, 'client.mjs');

/** Loads a client in Node as it is, and ends with 0 where that went well. */
export const nodeScript = (client: ClientName): string =>
  join(outdir, client === 'ours' ? 'node.mjs' : 'nodeTheirs.mjs');

/** Bundles the clients' program with the library's sources; packages stay what they are. */
export const buildClient = async (): Promise<void> => {
  await build({
    entryPoints: ['client', 'node', 'nodeTheirs'].map((name) => join(__dirname, `${name}.ts`)),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
};

/** A client in a process of its own, which does what it is told. */
export class Puppet {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #ids = 0;
  events: { readonly session: string; readonly name: string; readonly event: unknown }[] = [];
  requests: WireRequest[] = [];
  readonly uncaught: string[] = [];

  private constructor(client: ClientName, ready: () => void) {
    this.#child = fork(outfile, [client], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.#child.on('message', (report: Report) => {
      switch (report.kind) {
        case 'ready':
          ready();
          break;
        case 'done':
          this.#waiting.get(report.id)?.(report.outcome);
          this.#waiting.delete(report.id);
          break;
        case 'event':
          this.events.push(report);
          break;
        case 'request':
          this.requests.push(report.request);
          break;
        case 'uncaught':
          this.uncaught.push(report.message);
          break;
        default:
      }
    });
  }

  static start(client: ClientName): Promise<Puppet> {
    return new Promise((resolve) => {
      const puppet: Puppet = new Puppet(client, () => {
        resolve(puppet);
      });
    });
  }

  /** Resolves when it is done, however it went. */
  tell(instruction: Instruction): Promise<Outcome> {
    return new Promise((resolve) => {
      const id = (this.#ids += 1);
      this.#waiting.set(id, resolve);
      this.#child.send({ id, instruction });
    });
  }

  call(session: string, method: string, ...args: readonly unknown[]): Promise<Outcome> {
    return this.tell({ kind: 'call', session, method, args });
  }

  /** Waits until the handlers of `name` were called as often as this since the last {@link take}. */
  async hears(name: string, times = 1): Promise<void> {
    await eventually(() => {
      expect(this.events.filter((event) => event.name === name).length).toBeGreaterThanOrEqual(
        times,
      );
    }, 20_000);
  }

  /** What was seen since this was asked last. */
  take(): Pick<Puppet, 'events' | 'requests'> {
    const { events, requests } = this;
    this.events = [];
    this.requests = [];
    return { events, requests };
  }

  leave(): void {
    this.#child.kill();
  }
}
