import { of, Subject, Subscription } from 'rxjs';
import { Listener } from '../../lib/rx/index.js';

const ignore = () => undefined;

describe('Listener', () => {
  it('calls back when its source has completed, closed and out of its owner', () => {
    const owner = new Subscription();
    const source$ = new Subject<string>();
    const remove = jest.spyOn(owner, 'remove');
    const listener: Listener<string> = new Listener(owner, ignore, ignore, () => {
      expect(listener.closed).toBe(true);
    });
    listener.listen(source$);
    expect(listener.closed).toBe(false);

    source$.complete();
    expect.assertions(3);
    expect(remove).toHaveBeenCalledWith(listener);
  });

  it('unsubscribes from its source when its owner closes', () => {
    const owner = new Subscription();
    const source$ = new Subject<string>();
    const listener = new Listener(owner, ignore);
    listener.listen(source$);
    owner.unsubscribe();

    expect(source$.observed).toBe(false);
    expect(listener.closed).toBe(true);
  });

  it('unsubscribes in the middle of a burst of its source', () => {
    const seen: string[] = [];
    const listener = new Listener<string>(new Subscription(), (value) => {
      seen.push(value);
      listener.unsubscribe();
    });
    listener.listen(of('a', 'b'));

    expect(seen).toEqual(['a']);
  });

  it('does not subscribe once it is closed', () => {
    const source$ = new Subject<string>();
    const listener = new Listener(new Subscription(), ignore);
    listener.unsubscribe();
    listener.listen(source$);

    expect(source$.observed).toBe(false);
  });
});
