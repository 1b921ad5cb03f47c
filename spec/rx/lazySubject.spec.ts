import type { Observable } from 'rxjs';
import { lazySubject } from '../../lib/rx/index.js';

describe('lazySubject', () => {
  it('creates the pipeline with the first value, and sends it every value', () => {
    const seen: string[] = [];
    const connect = jest.fn((values$: Observable<string>) =>
      values$.subscribe((value) => seen.push(value)),
    );
    const next = lazySubject(connect);
    expect(connect).not.toHaveBeenCalled();

    next('a');
    next('b');
    expect(seen).toEqual(['a', 'b']);
    expect(connect).toHaveBeenCalledTimes(1);
  });
});
