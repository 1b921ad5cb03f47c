import { Observable, type OperatorFunction, Subscription } from 'rxjs';

/**
 * The latest values of a keyed set of streams: one for each entry of the map that the source emits.
 *
 * - **Emits** the map of latest values, by key in the order in which the entries came, whenever a stream
 *   or the set changes. It is one map, which changes: read it, don't keep it.
 * - **Completes / errors** with the source. A stream that completes leaves its last value; one that
 *   errors errors the result.
 * - **Unsubscribing** unsubscribes all streams. An entry that goes, or gets another value, does so with
 *   its own, before the next emission.
 *
 * Built by hand: of a `mergeMap` over `groupBy`, nobody could tell which streams have gone.
 */
export const switchMapByKey =
  <V, R>(
    project: (value: V) => Observable<R>,
  ): OperatorFunction<ReadonlyMap<string, V>, ReadonlyMap<string, R>> =>
  (source) =>
    new Observable((subscriber) => {
      const streams = new Map<string, { readonly value: V; readonly subscription: Subscription }>();
      const latest = new Map<string, R>();
      let entries: ReadonlyMap<string, V> = new Map();
      let isChanging = false;

      const tell = () => {
        if (!isChanging) subscriber.next(latest);
      };
      const fail = (error: unknown) => {
        subscriber.error(error);
      };
      const drop = (key: string) => {
        const stream = streams.get(key);
        streams.delete(key);
        latest.delete(key);
        stream?.subscription.unsubscribe();
      };
      const add = (key: string, value: V) => {
        const subscription = new Subscription();
        streams.set(key, { value, subscription });
        const next = (result: R) => {
          if (subscription.closed) return; // it went while it was being subscribed
          latest.set(key, result);
          tell();
        };
        subscription.add(project(value).subscribe({ next, error: fail }));
      };
      const change = (to: ReadonlyMap<string, V>) => {
        entries = to;
        if (isChanging) return; // a stream's beginning brought this about
        isChanging = true;
        for (let target; target !== entries;) {
          target = entries;
          for (const [key, { value }] of [...streams]) if (target.get(key) !== value) drop(key);
          for (const [key, value] of target) {
            if (entries === target && !streams.has(key)) add(key, value);
          }
        }
        isChanging = false;
        tell();
      };

      subscriber.add(() => {
        for (const key of [...streams.keys()]) drop(key);
      });
      subscriber.add(
        source.subscribe({
          next: change,
          error: fail,
          complete: () => {
            subscriber.complete();
          },
        }),
      );
    });
