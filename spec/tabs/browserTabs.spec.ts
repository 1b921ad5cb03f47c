import { webLocks } from '../../lib/tabs/browserTabs.js';
import { watch } from '../chat/support/watch.js';

type Callback = () => Promise<void> | undefined;

/** A lock manager that grants by hand. */
function manualLocks() {
  const requests: { readonly options: LockOptions; grant(): void; refuse(name: string): void }[] =
    [];
  let released = 0;
  const request = (_name: string, options: LockOptions, callback: Callback) =>
    new Promise<void>((resolve, reject) => {
      const refuse = (name: string) => {
        reject(Object.assign(new Error(name), { name }));
      };
      options.signal?.addEventListener('abort', () => {
        refuse('AbortError');
      });
      requests.push({
        options,
        refuse,
        grant: () => {
          void Promise.resolve(callback()).then(() => {
            released++;
            resolve();
          });
        },
      });
    });
  const locks = webLocks({ request } as unknown as LockManager);
  return { locks, requests, released: () => released };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('holds a lock until it is unsubscribed', async () => {
  const { locks, requests, released } = manualLocks();
  const held = watch(locks.hold('chat', false));
  expect(held.values).toHaveLength(0);
  requests[0]!.grant();
  expect(held.values).toHaveLength(1);
  await settled();
  expect(released()).toBe(0);
  held.unsubscribe();
  await settled();
  expect(released()).toBe(1);
  expect(held.ending).toBeUndefined();
});

it('gives up waiting when it is unsubscribed', async () => {
  const { locks, requests, released } = manualLocks();
  const held = watch(locks.hold('chat', false));
  held.unsubscribe();
  expect(requests[0]!.options.signal?.aborted).toBe(true);
  requests[0]!.grant(); // that was under way
  await settled();
  expect(held.values).toHaveLength(0);
  expect(released()).toBe(1);
});

it('completes when it is stolen, and errors when there are no locks', async () => {
  const { locks, requests } = manualLocks();
  const stolen = watch(locks.hold('chat', true));
  const refused = watch(locks.hold('chat', false));
  expect(requests[0]!.options).toEqual({ steal: true });
  requests[0]!.grant();
  requests[0]!.refuse('AbortError');
  requests[1]!.refuse('SecurityError');
  await settled();
  expect(stolen.ending).toBe('completed');
  expect(refused.ending).toBe('errored');
});
