import { isMessage } from '../../lib/wire/item.js';
import { eventItem, itemOf, messageItem } from '../support/items.js';

describe('isMessage', () => {
  it('is true of messages and attachments', () => {
    expect(isMessage(messageItem('a'))).toBe(true);
    expect(isMessage(itemOf({ ...messageItem('a').raw, Type: 'ATTACHMENT' }))).toBe(true);
  });

  it.each(['EVENT', 'CONNECTION_ACK', 'MESSAGEMETADATA', 'SOMETHING_NEW', 'message'])(
    'is false of type %s',
    (Type) => {
      expect(isMessage(itemOf({ ...messageItem('a').raw, Type }))).toBe(false);
    },
  );

  it('goes by the type, whatever the content type', () => {
    expect(isMessage(eventItem('a', 'participant.joined'))).toBe(false);
  });
});
