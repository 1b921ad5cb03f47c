import type { Subject } from 'rxjs';
import type { EmulatedContact, EmulatedParticipant, Emulator } from '../../lib/emulator.js';
import type { Act } from '../chaos/schedule.js';

/** Who takes part, and what can be done to them. */
export interface Stage {
  readonly emulator: Emulator;
  readonly contact: EmulatedContact;
  readonly agent: EmulatedParticipant;
  readonly bot: EmulatedParticipant;
  readonly network$: Subject<boolean>;
  readonly resume$: Subject<void>;
  readonly write: () => void;
  readonly connect: () => void;
  readonly leave: () => void;
  /** Real milliseconds for those of the chat. */
  readonly real: (ms: number) => number;
  /** Does something in so many of the chat's milliseconds. */
  readonly later: (ms: number, task: () => void) => void;
}

/** Has something happen, over real sockets. */
export function perform(act: Act, stage: Stage): void {
  const { emulator, contact, agent, bot, network$, resume$, real, later } = stage;
  const { faults } = emulator;
  const scope = { participantId: contact.participantId };
  switch (act.kind) {
    case 'customer-writes':
      stage.write();
      break;
    case 'agent-writes':
      for (let i = 0; i < act.count; i++) agent.say(`agent ${i}`);
      break;
    case 'agent-types':
      agent.type();
      break;
    case 'bot-streams': {
      const stream = bot.stream();
      for (let i = 0; i < act.pieces; i++) stream.send(`piece ${i} `);
      if (act.finishes) stream.complete();
      else {
        later(20_000, () => {
          stream.complete();
        });
      }
      break;
    }
    case 'frames': {
      const options = { ...scope, times: act.times };
      if (act.fault === 'drop') faults.dropFrames(options);
      if (act.fault === 'double') faults.doubleFrames(options);
      if (act.fault === 'reorder') faults.reorderFrames(3, options);
      if (act.fault === 'delay') faults.delayFrames(real(2_000), options);
      break;
    }
    case 'cut':
      faults.cutSockets(scope);
      break;
    case 'refuse':
      faults.cutSockets(scope);
      later(act.forMs, faults.refuseSockets(scope));
      break;
    case 'silence':
      later(act.forMs, faults.silence(scope));
      break;
    case 'offline': {
      const online = faults.offline(scope);
      if (act.told) network$.next(false);
      later(act.forMs, () => {
        online();
        network$.next(true);
      });
      break;
    }
    case 'unsubscribed':
      if (act.refused) faults.refuseSubscriptions('failure', { ...scope, times: act.times });
      else faults.withholdSubscriptionAnswers({ ...scope, times: act.times });
      faults.cutSockets(scope);
      break;
    case 'fails':
      faults.failOperation(act.operation, { ...scope, error: act.error, times: act.times });
      break;
    case 'loses-answer':
      faults.loseAnswer(act.operation, { ...scope, times: act.times });
      break;
    case 'slow':
      faults.delayOperation(act.operation, real(act.byMs), { ...scope, times: act.times });
      break;
    case 'tokens-expire':
      faults.expireTokens(scope);
      break;
    case 'garbage':
      faults.sendRaw('{"topic":"aws/chat","content":"{broken"}', scope);
      faults.sendRaw('null', scope);
      break;
    case 'resume':
      resume$.next();
      break;
    case 'renewal': // comes of itself, every 30 s
      break;
    case 'away':
      stage.leave();
      later(act.forMs, stage.connect);
      break;
  }
}

/** Whether frames may get lost or late without the connection being lost, so that order can't be had. */
export function mayMakeLate(act: Act): boolean {
  switch (act.kind) {
    case 'bot-streams':
      return !act.finishes;
    case 'frames':
      return act.fault === 'drop' || act.fault === 'delay';
    case 'silence':
      return true;
    case 'fails':
    case 'loses-answer':
    case 'slow':
      return act.operation === 'GetTranscript';
    default:
      return false;
  }
}
