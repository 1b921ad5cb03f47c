import { leaderWatch } from '../../lib/tabs/leaderWatch.js';
import { VirtualClock } from '../support/virtualClock.js';

function watched() {
  const clock = new VirtualClock();
  const log: string[] = [];
  const watch = leaderWatch({
    scheduler: clock,
    random: () => 0.5,
    ping: () => log.push(`ping ${clock.now()}`),
    silent: () => log.push(`silent ${clock.now()}`),
  });
  return { clock, log, watch };
}

it('asks a leader that is quiet, and finds it silent within 650 ms', () => {
  const { clock, log, watch } = watched();
  watch.alive();
  clock.advance(1_000);
  expect(log).toEqual(['ping 250', 'silent 600']);
});

it('goes on asking one that answers', () => {
  const { clock, log, watch } = watched();
  watch.alive();
  clock.advance(260);
  watch.alive();
  clock.advance(260);
  watch.alive();
  clock.advance(100);
  expect(log).toEqual(['ping 250', 'ping 510']);
  watch.stop();
  clock.advance(10_000);
  expect(clock.pending).toBe(0);
  expect(log).toHaveLength(2);
});

it('leaves the question to a tab that has asked, and asks if that goes', () => {
  const { clock, log, watch } = watched();
  watch.alive();
  clock.advance(200);
  watch.asked();
  clock.advance(1_000);
  expect(log).toEqual(['ping 600', 'silent 950']);
});

it('asks once more after a sleep, since the answer may wait in the queue', () => {
  const { clock, log, watch } = watched();
  watch.ask();
  clock.setBack(-60_000); // the device has slept for a minute
  clock.advance(350);
  expect(log).toEqual(['ping 0', 'ping 60350']);
  watch.alive();
  clock.advance(200);
  expect(log).toHaveLength(2);
});
