import { fromDomEvent } from '../../lib/rx/fromDomEvent.js';

describe('fromDomEvent', () => {
  it('emits the events of one type to every subscriber', () => {
    const target = new EventTarget();
    const events$ = fromDomEvent(target, 'online');
    const got: string[] = [];
    events$.subscribe(({ type }) => got.push(`a ${type}`));
    events$.subscribe(({ type }) => got.push(`b ${type}`));

    target.dispatchEvent(new Event('online'));
    target.dispatchEvent(new Event('offline'));

    expect(got).toEqual(['a online', 'b online']);
  });

  it('removes its listener when it is unsubscribed', () => {
    const target = new EventTarget();
    const got: Event[] = [];
    const subscription = fromDomEvent(target, 'online').subscribe((event) => got.push(event));
    subscription.unsubscribe();

    target.dispatchEvent(new Event('online'));

    expect(got).toEqual([]);
  });
});
