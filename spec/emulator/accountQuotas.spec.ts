import { VirtualTimeScheduler } from 'rxjs';
import { answerRequest, type Outcome } from '../../lib/emulator/answerRequest.js';
import { Faults } from '../../lib/emulator/faults/Faults.js';
import type { OperationName } from '../../lib/emulator/service/runOperation.js';
import { rateLimiter } from '../../lib/lite.js';
import { RestClient } from './support/RestClient.js';
import { virtualModel } from './support/virtualModel.js';
import { chatWithCustomer, withEmulator } from './support/withEmulator.js';

describe('the quotas of an account', () => {
  /** How many of `calls` calls at once go through. */
  const through = (calls: number, call: () => Outcome): number =>
    Array.from({ length: calls }, call).filter(({ kind }) => kind === 'answered').length;

  const quotas = () => {
    const { model, clock } = virtualModel();
    const { service } = model;
    const customers = [1, 2].map(() => service.startContact({ displayName: 'Ann' }).customer);
    const outcome = (operation: OperationName, of = 0): Outcome => {
      let answered: Outcome | undefined;
      const participant = customers[of];
      answerRequest(model, { operation, participant, run: () => ({}) }, (it) => (answered = it));
      return answered!;
    };
    const undo = new Faults(model).accountQuotas();
    return { clock, model, outcome, undo };
  };

  it.each<[OperationName, number, number]>([
    ['CreateParticipantConnection', 2, 5],
    ['DisconnectParticipant', 2, 5],
    ['GetTranscript', 2, 5],
    ['SendMessage', 10, 15],
    ['SendEvent', 10, 15],
  ])('let %s through %d times a second and %d times at once', (operation, perSecond, burst) => {
    const { clock, outcome } = quotas();
    const call = () => outcome(operation);
    expect(through(100, call)).toBe(burst);
    expect(call()).toMatchObject({ error: 'ThrottlingException', status: 429 });
    clock.advance(1_000);
    expect(through(100, call)).toBe(perSecond);
    clock.advance(1_000 / perSecond - 1);
    expect(through(1, call)).toBe(0);
    clock.advance(1);
    expect(through(2, call)).toBe(1);
    clock.advance(60_000);
    expect(through(100, call)).toBe(burst);
  });

  it('are shared by all participants, are of each operation alone, and of no other', () => {
    const { outcome, undo } = quotas();
    expect(through(3, () => outcome('GetTranscript', 0))).toBe(3);
    expect(through(3, () => outcome('GetTranscript', 1))).toBe(2);
    expect(through(100, () => outcome('SendEvent'))).toBe(15);
    expect(through(100, () => outcome('DescribeView'))).toBe(100);
    undo();
    expect(through(100, () => outcome('GetTranscript'))).toBe(100);
  });

  it('refuse none of the calls that the rate limiter of the library lets through', () => {
    const { clock, model, outcome } = quotas();
    const scheduler = new VirtualTimeScheduler();
    const start = clock.now();
    const limiter = rateLimiter({ perSecond: 2, burst: 5, scheduler });
    for (let call = 0; call < 20; call += 1) {
      limiter.acquire('GetTranscript').subscribe(() => {
        clock.advance(scheduler.frame - (clock.now() - start));
        outcome('GetTranscript');
      });
    }
    scheduler.flush();
    expect(model.log.entries.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(scheduler.frame).toBe(7_500);
  });

  it(
    'can be asked for over HTTP',
    withEmulator(async (emulator) => {
      const { rest } = await chatWithCustomer(emulator);
      const control = new RestClient(emulator.url);
      const { body } = await control.request('POST', '/emulator/faults', {
        fault: 'accountQuotas',
      });
      expect(body).toEqual({ faultId: '1' });
      const outcomes = await Promise.all(
        Array.from({ length: 9 }, () => rest.outcome('transcript')),
      );
      expect(
        outcomes.filter((outcome) => outcome === '429 ThrottlingException').length,
      ).toBeGreaterThan(2);
      await control.request('DELETE', '/emulator/faults/1');
      expect(await rest.outcome('transcript')).toBe('200');
    }),
  );
});
