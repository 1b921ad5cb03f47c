// One operator, and nothing else of the library.
import { dedupeBy } from 'rx-connect-chat';
import { of } from 'rxjs';

of('a', 'b', 'a')
  .pipe(dedupeBy((letter) => letter))
  .subscribe(console.log);
