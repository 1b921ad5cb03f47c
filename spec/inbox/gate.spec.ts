import { Gate } from '../../lib/inbox/gate.js';
import { VirtualClock } from '../support/virtualClock.js';

function watched(onPass: (value: string, gate: Gate<string>) => void = () => undefined) {
  const passed: string[] = [];
  const clock = new VirtualClock();
  const gate = new Gate<string>({
    pass: (value) => {
      passed.push(value);
      onPass(value, gate);
    },
    holdMs: 5_000,
    scheduler: clock,
  });
  gate.start();
  return { clock, gate, passed };
}

describe('a gate', () => {
  it('takes nothing before it is put to use', () => {
    const pass = jest.fn();
    const gate = new Gate({ pass, holdMs: 5_000, scheduler: new VirtualClock() });
    gate.take('a');
    gate.start();

    expect(pass).not.toHaveBeenCalled();
  });

  it('passes values on at once while it is open', () => {
    const { gate, passed } = watched();
    gate.take('a');
    gate.take('b');

    expect(passed).toEqual(['a', 'b']);
  });

  it('holds them while it is closed, and lets them out in their order', () => {
    const { gate, passed } = watched();
    gate.setClosed(true);
    gate.take('a');
    gate.take('b');
    expect(passed).toEqual([]);

    gate.setClosed(false);
    gate.take('c');
    expect(passed).toEqual(['a', 'b', 'c']);
  });

  it('passes what comes while another is passed on behind it', () => {
    const { gate, passed } = watched((value, it) => {
      if (value !== 'a') return;
      it.take('b');
      expect(passed).toEqual(['a']);
    });
    gate.take('a');

    expect(passed).toEqual(['a', 'b']);
  });

  it('holds the rest where it is closed while it lets them out', () => {
    const { gate, passed } = watched((value, it) => {
      if (value === 'a') it.setClosed(true);
    });
    gate.setClosed(true);
    gate.take('a');
    gate.take('b');
    gate.setClosed(false);
    expect(passed).toEqual(['a']);

    gate.setClosed(false);
    expect(passed).toEqual(['a', 'b']);
  });

  it('opens by itself once the first that it holds has waited for 5 s', () => {
    const { clock, gate, passed } = watched();
    gate.setClosed(true);
    clock.advance(60_000);
    gate.take('a');
    clock.advance(2_000);
    gate.take('b');
    clock.advance(2_999);
    expect(passed).toEqual([]);

    clock.advance(1);
    gate.take('c');
    expect(passed).toEqual(['a', 'b', 'c']);
  });

  it('holds nothing for longer where it is closed again meanwhile', () => {
    const { clock, gate, passed } = watched();
    gate.setClosed(true);
    gate.take('a');
    clock.advance(4_000);
    gate.setClosed(true);
    clock.advance(1_000);

    expect(passed).toEqual(['a']);
  });

  it.each(['setClosed', 'finish', 'stop'] as const)('leaves no timer after %s', (act) => {
    const { clock, gate } = watched();
    gate.setClosed(true);
    gate.take('a');
    expect(clock.pending).toBe(1);

    gate[act](false);
    expect(clock.pending).toBe(0);
  });

  it('lets everything out when it finishes, and takes nothing more', () => {
    const { gate, passed } = watched();
    gate.setClosed(true);
    gate.take('a');
    gate.finish();
    gate.take('b');

    expect(passed).toEqual(['a']);
  });

  it('lets everything out before finish returns, also where that is called by who is passed a value', () => {
    const { gate, passed } = watched((value, it) => {
      if (value !== 'a') return;
      it.finish();
      it.stop();
    });
    gate.setClosed(true);
    gate.take('a');
    gate.take('b');
    gate.setClosed(false);

    expect(passed).toEqual(['a', 'b']);
  });

  it('drops what is held when it stops, and is open when it starts again', () => {
    const { gate, passed } = watched();
    gate.setClosed(true);
    gate.take('a');
    gate.stop();
    gate.take('b');
    gate.start();
    gate.take('c');

    expect(passed).toEqual(['c']);
  });

  it('goes on after a value that could not be passed on', () => {
    const { gate, passed } = watched((value) => {
      if (value === 'a') throw new Error('of who takes it');
    });
    expect(() => {
      gate.take('a');
    }).toThrow('of who takes it');
    gate.take('b');

    expect(passed).toEqual(['a', 'b']);
  });
});
