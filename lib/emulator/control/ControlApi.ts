import type { Emulator } from '../Emulator.js';
import type { EmulatedContact } from '../drive/EmulatedContact.js';
import { asInput, type Input } from '../service/input.js';
import { ServiceError } from '../service/ServiceError.js';
import { contactActions, describeContact, startChat } from './contactActions.js';
import { FaultDesk } from './FaultDesk.js';
import { participantActions } from './participantActions.js';

/** What a control request answers, as JSON. */
export type ControlAnswer = object;

/** The path that all of the control API begins with. */
export const CONTROL_PATH = '/emulator';

/**
 * Drives the emulator from pages and other processes: what {@link Emulator} offers, by paths. It knows
 * no HTTP: it takes the method, the parts of the path after {@link CONTROL_PATH}, and the body.
 */
export class ControlApi {
  readonly #emulator: Emulator;
  readonly #faults: FaultDesk;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
    this.#faults = new FaultDesk(emulator.faults);
  }

  /**
   * Does what is asked; undefined where there is no such address.
   *
   * @throws ServiceError for what is asked wrongly, or cannot be done
   */
  run(method: string, path: readonly string[], body: unknown): ControlAnswer | undefined {
    const [group, id, action] = path;
    if (path.length > 3) return undefined;
    switch (`${method} ${group ?? ''}`) {
      case 'GET ':
        return { url: this.#emulator.url, sockets: this.#emulator.sockets() };
      case 'POST chats':
        return id === undefined ? startChat(this.#emulator, asInput(body)) : undefined;
      case 'GET contacts':
        return this.#readContact(id, action);
      case 'POST contacts':
        return this.#actOnContact(id, action, asInput(body));
      case 'POST agents':
        return id !== undefined && action === 'websocket'
          ? this.#emulator.agent(id).websocket()
          : undefined;
      case 'POST participants':
        return this.#actAsParticipant(id, action, asInput(body));
      case 'POST faults':
        return id === undefined ? this.#faults.add(asInput(body)) : undefined;
      case 'DELETE faults':
        return action === undefined ? this.#faults.undo(id) : undefined;
      case 'GET requests':
        return id === undefined ? { requests: this.#emulator.requests.entries } : undefined;
      case 'DELETE requests':
        this.#emulator.requests.clear();
        return {};
      default:
        return undefined;
    }
  }

  #readContact(id: string | undefined, action: string | undefined): ControlAnswer | undefined {
    if (id === undefined) return undefined;
    const contact = this.#contact(id);
    if (action === undefined) return describeContact(contact);
    return action === 'transcript' ? { transcript: contact.transcript } : undefined;
  }

  #actOnContact(id = '', action = '', input: Input): ControlAnswer | undefined {
    const act = contactActions.get(action);
    return act?.(this.#contact(id), input);
  }

  #actAsParticipant(id = '', action = '', input: Input): ControlAnswer | undefined {
    if (action === 'offline') return this.#faults.setOffline(id, input);
    const act = participantActions.get(action);
    if (!act) return undefined;
    const participant = this.#emulator.participant(id);
    if (!participant) throw notFound('participant');
    return act(participant, input);
  }

  #contact(id: string): EmulatedContact {
    const contact = this.#emulator.contact(id);
    if (!contact) throw notFound('contact');
    return contact;
  }
}

const notFound = (what: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `There is no ${what} with this id`);
