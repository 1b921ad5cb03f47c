import 'rx-connect-chat/chatjs-global';

// What the types must refuse.
const session = connect.ChatSession.create({
  chatDetails: { contactId: 'c' },
  // @ts-expect-error neither AGENT nor CUSTOMER
  type: 'SOMEBODY',
});
// @ts-expect-error no content type of a message
void session.sendMessage({ message: 'x', contentType: 'text/none' });
// @ts-expect-error items have no such field
session.onTyping(({ data }) => data.Nothing);
