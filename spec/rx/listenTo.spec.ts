import { listenTo } from '../../lib/rx/listenTo.js';

describe('listenTo', () => {
  it('gives the events of one type, each to every subscriber', () => {
    const target = new EventTarget();
    const events$ = listenTo(target, 'online');
    const got: string[] = [];
    events$.subscribe(({ type }) => got.push(`a ${type}`));
    events$.subscribe(({ type }) => got.push(`b ${type}`));

    target.dispatchEvent(new Event('online'));
    target.dispatchEvent(new Event('offline'));

    expect(got).toEqual(['a online', 'b online']);
  });

  it('takes its listener off when it is unsubscribed', () => {
    const target = new EventTarget();
    const got: Event[] = [];
    const subscription = listenTo(target, 'online').subscribe((event) => got.push(event));
    subscription.unsubscribe();

    target.dispatchEvent(new Event('online'));

    expect(got).toEqual([]);
  });
});
